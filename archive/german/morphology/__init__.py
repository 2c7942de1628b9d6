"""A German word → the words it is a form of and the words it is made of."""
