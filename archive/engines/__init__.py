"""The engines: each holds articles and answers plans; `base` is what the rest of the archive knows of them."""
