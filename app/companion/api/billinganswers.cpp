#include "app/companion/api/billinganswers.h"

#include "app/companion/api/answers.h"
#include "app/companion/api/subscriptionanswer.h"
#include "services/billing/operations/presentoverview.h"

#include <QJsonArray>

namespace Orion
{

namespace
{

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject lineJson(const StripeInvoiceLine &line)
{
    return {{QStringLiteral("description"), textOrNull(line.description)},
            {QStringLiteral("amount_cents"), line.amount},
            {QStringLiteral("currency"), line.currency},
            {QStringLiteral("quantity"), orNull(line.quantity)},
            {QStringLiteral("is_proration"), line.isProration},
            {QStringLiteral("period_start"), timeValue(line.periodStart)},
            {QStringLiteral("period_end"), timeValue(line.periodEnd)}};
}

} // namespace

TierWish readWish(Fields &fields)
{
    return {fields.text(QStringLiteral("tier_code"), 40),
            fields.optionalBoolean(QStringLiteral("is_annual")).value_or(false)};
}

Result<std::optional<QDateTime>> readTime(const QString &name, const std::optional<QString> &text)
{
    if (!text)
        return std::nullopt;
    const QDateTime time = QDateTime::fromString(*text, Qt::ISODate);
    if (!time.isValid() || time.timeSpec() == Qt::LocalTime)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("\"%1\" has to be a time with its zone, such as "
                                   "2026-11-01T08:30:00Z.")
                        .arg(name));
    return time.toUTC();
}

Http::Response checkoutAnswer(const CheckoutLink &link)
{
    return Http::Response::json({{QStringLiteral("checkout_url"), link.url},
                                 {QStringLiteral("session_id"), link.sessionId}});
}

Http::Response previewAnswer(const TierChangePreview &preview)
{
    QJsonArray lines;
    for (const StripeInvoiceLine &line : preview.lines)
        lines.append(lineJson(line));
    const Tier &tier = preview.price.tier;
    return Http::Response::json(
        {{QStringLiteral("preview"), true},
         {QStringLiteral("tier"),
          QJsonObject{{QStringLiteral("code"), tier.code}, {QStringLiteral("name"), tier.name}}},
         {QStringLiteral("is_annual"), preview.price.interval == BillingInterval::Year},
         {QStringLiteral("amount_due_cents"), preview.amountDueCents},
         {QStringLiteral("currency"), preview.currency},
         {QStringLiteral("proration_date"), timeValue(preview.prorationDate)},
         {QStringLiteral("lines"), lines}});
}

Result<Http::Response> presentAnswer(Session &session, const QString &vendorCode,
                                     const Subscription &present, const QDateTime &now)
{
    const auto overview = overviewOf(session, vendorCode, present, now);
    if (!overview)
        return fail(overview.error());
    return Http::Response::json(subscriptionAnswer(*overview));
}

Result<Http::Response> changeAnswer(Session &session, const QString &vendorCode,
                                    const TierChange &change, const QDateTime &now)
{
    const auto overview = overviewOf(session, vendorCode, change.subscription, now);
    if (!overview)
        return fail(overview.error());
    QJsonObject answer = subscriptionAnswer(*overview);
    answer.insert(QStringLiteral("payment_pending"), change.isPaymentPending);
    if (change.isPaymentPending) {
        answer.insert(QStringLiteral("payment_url"), textOrNull(change.paymentUrl));
        answer.insert(QStringLiteral("pending_until"), timeValue(change.pendingUntil));
    }
    return Http::Response::json(answer);
}

} // namespace Orion
