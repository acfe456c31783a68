"""What is public: immutable publications, and the catalogue that readers search."""
