-- What arrived lately: for the chart of the last hour and for "received since". Events arrive in the
-- order of time, so a few pages of ranges say where to look, and writing them costs next to nothing.
create index webhook_events_by_arrival on billing.stripe_webhook_events
    using brin (received_at) with (pages_per_range = 32, autosummarize = on);
