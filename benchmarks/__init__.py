"""Measurements of speed (``make bench``) and of search quality (``make quality``); none of them is a test."""
