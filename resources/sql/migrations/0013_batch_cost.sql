-- What applying an event costs beside its effects.

-- Most changes are of the subscription that is shown already: the condition spares them the call of
-- a function with settings of its own.
drop trigger choose_current on billing.vendor_subscriptions;
create trigger choose_current before insert or update of status
    on billing.vendor_subscriptions
    for each row when (not new.is_current)
    execute function billing.choose_current_subscription();

-- The vendor of an event is told by a subscription, a customer or an invoice that refer to it
-- themselves, and vendors stay. To look it up and lock it once more for every event took more time
-- than all else about marking an event.
alter table billing.stripe_webhook_events drop constraint stripe_webhook_events_vendor_id_fkey;

-- Nobody looks for events of no vendor, and none has one when it comes in.
drop index billing.webhook_events_by_vendor;
create index webhook_events_by_vendor on billing.stripe_webhook_events (vendor_id, id desc)
    where vendor_id is not null;
