-- What each role may do. The roles belong to the whole cluster and are made before the migrations.

grant usage on schema billing
    to orion_admin, orion_finance, orion_ops, orion_companion, orion_platform;

-- People who look: finance and ops read everything but the bodies of webhooks, which ops may see.
grant select on all tables in schema billing
    to orion_admin, orion_ops, orion_companion;
grant select on
    billing.vendors, billing.subscription_tiers, billing.tier_prices,
    billing.vendor_subscriptions, billing.subscription_changes, billing.usage_windows,
    billing.usage_gauges, billing.limit_overrides, billing.addon_products, billing.addon_prices,
    billing.vendor_addons, billing.billing_history, billing.invoice_payments,
    billing.stripe_webhook_events, billing.capacity_snapshots, billing.job_runs,
    billing.audit_log, billing.schema_migrations
    to orion_finance;

-- Admins edit what the platform sells and act on vendors.
grant insert, update on
    billing.vendors, billing.subscription_tiers, billing.tier_prices, billing.addon_products,
    billing.addon_prices, billing.vendor_subscriptions, billing.vendor_addons,
    billing.usage_windows, billing.usage_gauges, billing.stripe_operations, billing.job_runs
    to orion_admin;
grant insert, update, delete on billing.limit_overrides to orion_admin;
grant insert on billing.subscription_changes to orion_admin, orion_companion;
grant insert on billing.audit_log to orion_admin, orion_ops, orion_finance, orion_companion;

-- Replaying an event puts it back into the queue, no more.
grant update (status, attempts, next_attempt_at, last_error, processed_at)
    on billing.stripe_webhook_events to orion_admin, orion_ops;
grant insert, update on billing.job_runs to orion_ops;

-- The companion writes what Stripe and the platform report; it never edits tiers.
grant insert, update on
    billing.vendors, billing.vendor_subscriptions, billing.vendor_addons, billing.billing_history,
    billing.invoice_payments, billing.usage_windows, billing.usage_gauges, billing.usage_requests,
    billing.stripe_webhook_events, billing.stripe_webhook_payloads, billing.stripe_objects,
    billing.stripe_operations, billing.stripe_binding, billing.job_runs,
    billing.capacity_snapshots
    to orion_companion;
grant delete on billing.usage_requests, billing.usage_windows, billing.stripe_webhook_payloads
    to orion_companion;

revoke execute on function billing.ensure_payload_partitions(date, integer) from public;
grant execute on function billing.ensure_payload_partitions(date, integer) to orion_companion;
