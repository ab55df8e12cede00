-- The tiers and add-ons every installation starts with. Stripe's ids follow from `stripe setup`.

insert into billing.subscription_tiers
    (code, name, price_monthly_cents, price_annual_cents, products_limit, orders_per_month,
     team_members, features, display_order)
values
    ('essential', 'Essential', 4900, 49000, 200, 100, 1,
     '["basic_support"]', 10),
    ('professional', 'Professional', 9900, 99000, null, 500, 3,
     '["basic_support", "priority_support"]', 20),
    ('business', 'Business', 19900, 199000, null, 2000, 10,
     '["basic_support", "priority_support", "analytics", "api_access"]', 30),
    ('enterprise', 'Enterprise', null, null, null, null, null,
     '["basic_support", "priority_support", "analytics", "api_access", "white_label",
       "custom_integrations"]', 40);

insert into billing.addon_products (code, name, category, price_cents, billing_period, display_order)
values
    ('domain', 'Custom Domain', 'domain', 1500, 'year', 10),
    ('ssl_premium', 'Premium SSL', 'ssl', 4900, 'year', 20),
    ('email_5', '5 Email Addresses', 'email', 500, 'month', 30),
    ('email_10', '10 Email Addresses', 'email', 900, 'month', 40),
    ('email_25', '25 Email Addresses', 'email', 1900, 'month', 50);
