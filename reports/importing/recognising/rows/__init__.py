"""Which row and column each figure of a table stands in: by cells, by lines, by order where heads were lost."""
