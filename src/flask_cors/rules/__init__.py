"""Which policy governs: patterns of paths, blueprints and views, and what an app has of them."""
