-- Checkouts of add-ons, beside those of tiers: one open session an add-on and domain.
alter table billing.checkout_sessions
    alter column tier_id drop not null,
    add column addon_id    bigint references billing.addon_products,
    add column quantity    integer not null default 1 check (quantity > 0),
    add column domain_name text,
    add constraint either_tier_or_addon check ((tier_id is null) <> (addon_id is null)),
    add constraint domain_of_an_addon check (domain_name is null or addon_id is not null);

drop index billing.one_open_checkout_a_vendor;
create unique index one_open_checkout_a_vendor on billing.checkout_sessions (vendor_id)
    where state = 'open' and tier_id is not null;
create unique index one_open_checkout_an_addon
    on billing.checkout_sessions (vendor_id, addon_id, coalesce(domain_name, ''))
    where state = 'open' and addon_id is not null;

-- Whose a domain is.
create index checkout_sessions_by_domain on billing.checkout_sessions (domain_name)
    where domain_name is not null;
create index vendor_addons_by_domain on billing.vendor_addons (domain_name)
    where domain_name is not null;
