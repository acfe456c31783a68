"""The least that a Django view can do with a save: what ours is measured against (bench/load.py)."""
