#include "app/companion/routes/routes.h"

#include "app/companion/api/answers.h"
#include "app/companion/api/apirouter.h"
#include "services/billing/invoiceledger.h"
#include "services/billing/upcominginvoice.h"
#include "services/billing/vendorlookup.h"

#include <QJsonArray>

namespace Orion::Routes
{

namespace
{

// The ledger's cursor holds characters that have a meaning in a query.
constexpr QByteArray::Base64Options cursorEncoding =
    QByteArray::Base64UrlEncoding | QByteArray::OmitTrailingEquals;

QJsonValue textOrNull(const QString &text)
{
    return text.isEmpty() ? QJsonValue() : QJsonValue(text);
}

QJsonObject toJson(const Invoice &invoice)
{
    return {{QStringLiteral("id"), invoice.stripeInvoiceId},
            {QStringLiteral("number"), textOrNull(invoice.number)},
            {QStringLiteral("date"), timeValue(invoice.date)},
            {QStringLiteral("total_cents"), invoice.totalCents},
            {QStringLiteral("amount_paid_cents"), invoice.amountPaidCents},
            {QStringLiteral("currency"), invoice.currency},
            {QStringLiteral("status"), invoice.status},
            {QStringLiteral("pdf_url"), textOrNull(invoice.pdfUrl)},
            {QStringLiteral("hosted_url"), textOrNull(invoice.hostedUrl)}};
}

QJsonObject toJson(const UpcomingLine &line)
{
    return {{QStringLiteral("description"), textOrNull(line.description)},
            {QStringLiteral("amount_cents"), line.amountCents},
            {QStringLiteral("currency"), line.currency},
            {QStringLiteral("quantity"), orNull(line.quantity)},
            {QStringLiteral("period_start"), timeValue(line.periodStart)},
            {QStringLiteral("period_end"), timeValue(line.periodEnd)},
            {QStringLiteral("is_proration"), line.isProration}};
}

QJsonObject toJson(const std::optional<UpcomingInvoice> &upcoming)
{
    QJsonArray lines;
    if (upcoming) {
        for (const UpcomingLine &line : upcoming->lines)
            lines.append(toJson(line));
    }
    return {{QStringLiteral("amount_due_cents"),
             upcoming ? QJsonValue(upcoming->amountDueCents) : QJsonValue()},
            {QStringLiteral("currency"), upcoming ? QJsonValue(upcoming->currency) : QJsonValue()},
            {QStringLiteral("date"), upcoming ? timeValue(upcoming->date) : QJsonValue()},
            {QStringLiteral("lines"), lines}};
}

Result<QByteArray> ledgerCursor(const QByteArray &cursor)
{
    const auto decoded = QByteArray::fromBase64Encoding(
        cursor, cursorEncoding | QByteArray::AbortOnBase64DecodingErrors);
    if (!decoded || ((*decoded).isEmpty() && !cursor.isEmpty()))
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("\"cursor\" has to be what an earlier page gave as "
                                   "next_cursor."));
    return *decoded;
}

Result<Http::Response> invoices(const ApiCall &call)
{
    auto request = pageOf(call.request);
    if (!request)
        return fail(request.error());
    const auto cursor = ledgerCursor(request->cursor);
    if (!cursor)
        return fail(cursor.error());
    request->cursor = *cursor;
    const auto vendor = findVendor(call.session, {{}, {}, call.principal.vendorCode, {}});
    if (!vendor)
        return fail(vendor.error());
    if (!*vendor)
        return fail(ErrorCode::NotFound, QStringLiteral("There is no vendor with this code."));
    InvoiceFilter filter;
    filter.vendorId = *vendor;
    const auto page = listInvoices(call.session, filter, *request);
    if (!page)
        return fail(page.error());
    QJsonArray rows;
    for (const Invoice &invoice : page->rows)
        rows.append(toJson(invoice));
    const QString next = QString::fromLatin1(page->nextCursor.toBase64(cursorEncoding));
    return Http::Response::json(
        {{QStringLiteral("invoices"), rows}, {QStringLiteral("next_cursor"), textOrNull(next)}});
}

} // namespace

void addVendorInvoices(ApiRouter &api, StripeApi &stripe)
{
    const QString base = QStringLiteral("/api/v1/vendor/billing");
    api.addVendor("GET", base + QStringLiteral("/invoices"), ApiCost::Database, invoices);
    api.addVendor("GET", base + QStringLiteral("/upcoming-invoice"), ApiCost::Stripe,
                  [&stripe](const ApiCall &call) -> Result<Http::Response> {
                      const auto upcoming =
                          upcomingInvoice(call.session, stripe, call.principal.vendorCode);
                      if (!upcoming)
                          return fail(upcoming.error());
                      return Http::Response::json(toJson(*upcoming));
                  });
}

} // namespace Orion::Routes
