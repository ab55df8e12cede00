#include "services/billing/upcominginvoice.h"

#include "models/domain/enums.h"
#include "services/stripe/client/paging.h"
#include "services/stripe/readers/json.h"

using namespace Orion::StripeJson;

namespace Orion
{

namespace
{

constexpr std::chrono::seconds patience{10}; // somebody looks at the page

const QString subscriptionSql = QStringLiteral(R"(
select case when s.status in ('trial', 'active', 'past_due') then s.stripe_subscription_id end
from billing.vendors v
left join billing.vendor_subscriptions s on s.vendor_id = v.id and s.is_current
where v.vendor_code = ?)");

bool isProration(const QJsonObject &line)
{
    const QJsonObject parent = child(line, "parent");
    for (const char *kind : {"subscription_item_details", "invoice_item_details"}) {
        if (child(parent, kind).value(QLatin1String("proration")).toBool())
            return true;
    }
    return line.value(QLatin1String("proration")).toBool(); // before 2025-03-31
}

UpcomingLine readLine(const QJsonObject &line)
{
    const QJsonObject period = child(line, "period");
    return {
        text(line, "description"), integerOr(line, "amount", 0), text(line, "currency").toLower(),
        integer(line, "quantity"), time(period, "start"),        time(period, "end"),
        isProration(line)};
}

QDateTime dateOf(const QJsonObject &invoice)
{
    for (const char *field : {"next_payment_attempt", "period_end", "created"}) {
        const QDateTime date = time(invoice, field);
        if (date.isValid())
            return date;
    }
    return {};
}

Result<QString> subscriptionOf(Session &session, const QString &vendorCode)
{
    const auto found = session.selectOne(subscriptionSql, {vendorCode},
                                         [](const Row &row) { return row.text(0); });
    if (!found)
        return fail(found.error());
    if (!*found)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no vendor with this code."));
    return **found;
}

} // namespace

Result<std::optional<UpcomingInvoice>> upcomingInvoice(Session &session, StripeApi &stripe,
                                                       const QString &vendorCode)
{
    const auto subscription = subscriptionOf(session, vendorCode);
    if (!subscription)
        return fail(subscription.error());
    if (subscription->isEmpty())
        return std::nullopt;
    StripeCall call;
    call.method = "POST";
    call.path = QStringLiteral("/v1/invoices/create_preview");
    call.parameters.add(QStringLiteral("subscription"), *subscription);
    call.deadline = patience;
    const auto answer = stripe.call(call);
    if (!answer && answer.error().code == QLatin1String("invoice_upcoming_none"))
        return std::nullopt;
    if (!answer)
        return fail(toError(answer.error()));
    UpcomingInvoice upcoming;
    upcoming.amountDueCents = integerOr(answer->object, "amount_due", 0);
    upcoming.currency = text(answer->object, "currency").toLower();
    upcoming.date = dateOf(answer->object);
    const auto lines =
        forEachNestedObject(stripe, child(answer->object, "lines"), [&](const QJsonObject &line) {
            upcoming.lines.push_back(readLine(line));
            return true;
        });
    if (!lines)
        return fail(toError(lines.error()));
    return upcoming;
}

} // namespace Orion
