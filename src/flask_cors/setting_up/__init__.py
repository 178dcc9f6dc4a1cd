"""What `CORS` does: it reads the rules of an app or a blueprint, and puts them in place at once.

`instances` holds what one `CORS` was called with. `serving` has the rules read (`rules.resources`,
and for their policies `options`), and adds them to the app's `AppState`. `installing` puts the
layer around the app: once, unless something else was put around it before another `CORS(app)`.
Inside the layer it leaves `first_request`, which looks at the app again when all views are there,
and then takes itself away. Where requests turn out to come by another way than through the layer,
`bypassing` sees to their fields.
"""
