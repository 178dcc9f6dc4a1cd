"""What `cross_origin` does: once to a view, and then in each request in which the view is called.

`decorated_views` leaves the options on the view and wraps it; each app reads its own policy from
them (`rules.state`). In a request the wrapper calls `taking_part`. Where the layer of `CORS(app)`
is around the app, that only tells the layer whose options count, and answers OPTIONS; where none
is, it sees to the fields by itself. For a function that is not the view which is served, such as
a hook, `speaking` tells whether its options count.
"""
