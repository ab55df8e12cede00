-- Fresh events and those that wait for another attempt, each by its own order: many that wait must
-- not stand in the way of those that just came.
drop index billing.webhook_events_waiting;
create index webhook_events_fresh on billing.stripe_webhook_events (id)
    where status = 'received' and next_attempt_at is null;
create index webhook_events_retrying on billing.stripe_webhook_events (next_attempt_at)
    where status = 'received' and next_attempt_at is not null;
