#include "tests/integration/addons/addonworld.h"

#include "app/sandbox/billing/checkout.h"
#include "app/sandbox/state/view.h"
#include "services/catalogue/stripesetup.h"
#include "services/webhooks/inbox.h"

namespace Orion
{

namespace
{

[[noreturn]] void giveUp(const Error &error)
{
    qFatal("%s %s", qUtf8Printable(error.message), qUtf8Printable(error.detail));
}

} // namespace

Result<Availability> FakeDomains::check(const QString &domain)
{
    asked.append(domain);
    if (away)
        return fail(ErrorCode::Unavailable, QStringLiteral("It could not be checked."));
    return taken.contains(domain) ? Availability::Taken : Availability::Free;
}

AddonWorld::AddonWorld()
    : operations(stripe, stripe.clock, billingEffects())
    , service(operations, stripe.clock, links, domains)
    , companion(db.open(QStringLiteral("orion_companion")))
    , m_processor(stripe.clock)
{
    StripeSetupOptions options; // products and prices
    options.actor = QStringLiteral("cli:tester");
    const auto admin = db.open(QStringLiteral("orion_admin"));
    if (const auto made = setUpStripe(*admin, stripe, options, [](const QString &) {}); !made)
        giveUp(made.error());
    deliver();
    stripe.calls.clear();
}

qint64 AddonWorld::addVendor(const QString &code, const QString &status)
{
    const qint64 id =
        db.value(QStringLiteral("insert into billing.vendors (vendor_code, name, email) values "
                                "(?, 'A vendor', 'a@example.com') returning id"),
                 {code})
            .toLongLong();
    if (status.isEmpty())
        return id;
    const auto added = db.session().execute(
        QStringLiteral("insert into billing.vendor_subscriptions (vendor_id, tier_id, status, "
                       "period_start, trial_ends_at) select ?, id, ?, ?, ? from "
                       "billing.subscription_tiers where code = 'essential'"),
        {id, status, stripe.clock.now(), stripe.clock.now().addDays(30)});
    if (!added)
        giveUp(added.error());
    return id;
}

Result<CheckoutLink> AddonWorld::buy(const QString &vendor, const QString &addon, qint64 quantity,
                                     const QString &domain)
{
    return service.purchase(*companion, vendor, {addon, quantity, domain},
                            QStringLiteral("vendor:") + vendor);
}

void AddonWorld::pay(const CheckoutLink &link, const QString &card)
{
    (void)Sandbox::payCheckout(stripe.state, link.sessionId, card);
}

qint64 AddonWorld::own(const QString &vendor, const QString &addon, qint64 quantity,
                       const QString &domain)
{
    const auto link = buy(vendor, addon, quantity, domain);
    if (!link)
        giveUp(link.error());
    pay(*link);
    deliver();
    return value(QStringLiteral("select max(id) from billing.vendor_addons")).toLongLong();
}

void AddonWorld::deliver()
{
    std::vector<ReceivedEvent> received;
    for (const QJsonObject &event : stripe.all(Sandbox::Kind::Event)) {
        const QString id = event.value(QLatin1String("id")).toString();
        if (m_delivered.contains(id))
            continue;
        m_delivered.insert(id);
        const auto parsed = parseEvent(QJsonDocument(event).toJson());
        if (!parsed)
            giveUp(parsed.error());
        received.insert(received.begin(), *parsed); // they are listed newest first
    }
    if (const auto stored = storeEvents(*companion, received); !stored)
        giveUp(stored.error());
    for (;;) {
        const auto outcome = m_processor.processBatch(*companion, 200);
        if (!outcome)
            giveUp(outcome.error());
        if (outcome->claimed == 0)
            return;
    }
}

QString AddonWorld::addonsOf(const QString &vendor)
{
    return db.value(QStringLiteral("select string_agg(concat_ws(' ', p.code, a.status, a.quantity, "
                                   "a.domain_name), ', ' order by a.id) from billing.vendor_addons "
                                   "a join billing.addon_products p on p.id = a.addon_id join "
                                   "billing.vendors v on v.id = a.vendor_id where vendor_code = ?"),
                    {vendor});
}

std::vector<StripeCall> AddonWorld::creations() const
{
    std::vector<StripeCall> found;
    for (const StripeCall &call : stripe.calls) {
        if (call.method == "POST" && call.path == QLatin1String("/v1/checkout/sessions"))
            found.push_back(call);
    }
    return found;
}

} // namespace Orion
