"""The screens of packages that travel by hand: packing, bringing, one package, keys."""
