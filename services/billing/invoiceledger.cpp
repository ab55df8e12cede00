#include "services/billing/invoiceledger.h"

#include "services/billing/invoicescope.h"
#include "services/database/session.h"
#include "services/database/transaction.h"

#include <QRegularExpression>

namespace Orion
{

namespace
{

// The list's columns, over billing_history h and vendors v. The last is the exact date for the
// cursor: times arrive cut to milliseconds.
constexpr char invoiceColumns[] =
    "h.id, h.stripe_invoice_id, h.invoice_number, h.vendor_id, v.vendor_code, v.name, "
    "h.invoice_date, h.due_date, h.paid_at, h.subtotal_cents, h.tax_cents, h.total_cents, "
    "h.amount_paid_cents, h.amount_remaining_cents, h.refunded_cents, h.currency, h.status, "
    "h.attempt_count, h.pdf_url, h.hosted_url, h.invoice_date::text";
constexpr int exactDateColumn = 20;

Invoice readInvoice(const Row &row)
{
    Invoice invoice;
    invoice.id = row.integer(0);
    invoice.stripeInvoiceId = row.text(1);
    invoice.number = row.text(2);
    invoice.vendorId = row.integer(3);
    invoice.vendorCode = row.text(4);
    invoice.vendorName = row.text(5);
    invoice.date = row.time(6);
    invoice.dueDate = row.time(7);
    invoice.paidAt = row.time(8);
    invoice.subtotalCents = row.integer(9);
    invoice.taxCents = row.integer(10);
    invoice.totalCents = row.integer(11);
    invoice.amountPaidCents = row.integer(12);
    invoice.amountRemainingCents = row.integer(13);
    invoice.refundedCents = row.integer(14);
    invoice.currency = row.text(15);
    invoice.status = row.text(16);
    invoice.attemptCount = int(row.integer(17));
    invoice.pdfUrl = row.text(18);
    invoice.hostedUrl = row.text(19);
    return invoice;
}

QVariantList toArguments(const QStringList &values)
{
    return QVariantList(values.begin(), values.end());
}

// Runs work() so that no single statement takes longer than people wait.
template <typename Work>
auto withTimeout(Session &session, Work &&work)
{
    return inTransaction(session, [&]() -> std::invoke_result_t<Work> {
        const auto limited =
            session.execute(QStringLiteral("select set_config('statement_timeout', '20s', true)"));
        if (!limited)
            return fail(limited.error());
        return work();
    });
}

// Adds "after the row of the cursor". A cursor is "<exact date>|<id>".
Result<void> addCursor(const QByteArray &cursor, InvoiceCondition &condition)
{
    if (cursor.isEmpty())
        return {};
    static const QRegularExpression form(QStringLiteral(
        "^(\\d{4,}-\\d\\d-\\d\\d \\d\\d:\\d\\d:\\d\\d(?:\\.\\d+)?\\+00)\\|(\\d{1,18})$"));
    const auto match = form.match(QString::fromLatin1(cursor));
    if (!match.hasMatch())
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("The list cannot be continued from here. Load it again."));
    condition.add(QStringLiteral("(h.invoice_date, h.id) < (?::timestamptz, ?::bigint)"),
                  {match.captured(1), match.captured(2)});
    return {};
}

struct ListQuery
{
    QString sql;
    QVariantList arguments;
};

// Reads the newest rows in the order of the index that fits: for a few vendors or statuses from
// the index of each, otherwise by date. So a page costs the same, however large the ledger is.
ListQuery listQuery(const InvoiceScope &scope, InvoiceCondition condition, int limit)
{
    QString keys;
    if (!scope.vendorIds.isEmpty()) {
        keys = scope.vendorIds;
        condition.add(QStringLiteral("h.vendor_id = k.value::bigint"));
        if (!scope.statuses.isEmpty())
            condition.add(QStringLiteral("h.status = any(string_to_array(?, ','))"),
                          {scope.statuses});
    } else if (scope.unsettledOnly) {
        keys = scope.statuses;
        condition.add(QStringLiteral("h.status = k.value and h.status <> 'paid'"));
    } else if (!scope.statuses.isEmpty()) {
        condition.add(QStringLiteral("h.status = any(string_to_array(?, ','))"), {scope.statuses});
    }

    QString newest = QStringLiteral("(select * from billing.billing_history h where %1 "
                                    "order by h.invoice_date desc, h.id desc limit ?) h")
                         .arg(condition.sql());
    QVariantList arguments = toArguments(condition.values);
    if (!keys.isEmpty()) {
        newest.prepend(
            QStringLiteral("unnest(string_to_array(?, ',')) k(value) cross join lateral "));
        arguments.prepend(keys);
    }
    arguments << limit << limit;
    return {QStringLiteral("select %1 from %2 join billing.vendors v on v.id = h.vendor_id "
                           "order by h.invoice_date desc, h.id desc limit ?")
                .arg(QLatin1String(invoiceColumns), newest),
            arguments};
}

} // namespace

Result<Page<Invoice>> listInvoices(Session &session, const InvoiceFilter &filter,
                                   const PageRequest &request)
{
    return withTimeout(session, [&]() -> Result<Page<Invoice>> {
        const auto scope = resolveInvoiceScope(session, filter);
        if (!scope)
            return fail(scope.error());
        InvoiceCondition condition = scope->common;
        if (const auto added = addCursor(request.cursor, condition); !added)
            return fail(added.error());
        Page<Invoice> page;
        if (scope->nothing)
            return page;

        const int limit = std::clamp(request.limit, 1, 1000);
        const ListQuery query = listQuery(*scope, condition, limit + 1);
        QByteArray lastRow;
        const auto read = session.forEach(query.sql, query.arguments, [&](const Row &row) {
            if (int(page.rows.size()) == limit) {
                page.nextCursor = lastRow;
                return false;
            }
            page.rows.push_back(readInvoice(row));
            lastRow = row.text(exactDateColumn).toLatin1() + '|' + row.text(0).toLatin1();
            return true;
        });
        if (!read)
            return fail(read.error());
        return page;
    });
}

Result<InvoiceDetail> invoiceDetail(Session &session, qint64 id)
{
    static const QString sql =
        QStringLiteral(
            "select %1, v.email, h.billing_reason, h.stripe_customer_id, "
            "h.stripe_subscription_id, h.period_start, h.period_end, d.status, "
            "coalesce(d.amount_cents, 0), d.evidence_due_at "
            "from billing.billing_history h join billing.vendors v on v.id = h.vendor_id "
            "left join lateral (select d.* from billing.disputes d "
            "join billing.invoice_payments p using (stripe_payment_id) "
            "where p.stripe_invoice_id = h.stripe_invoice_id "
            "order by d.opened_at desc limit 1) d on true "
            "where h.id = ?")
            .arg(QLatin1String(invoiceColumns));
    const auto found = session.selectOne(sql, {id}, [](const Row &row) {
        const int first = exactDateColumn + 1;
        return InvoiceDetail{readInvoice(row),    row.text(first),     row.text(first + 1),
                             row.text(first + 2), row.text(first + 3), row.time(first + 4),
                             row.time(first + 5), row.text(first + 6), row.integer(first + 7),
                             row.time(first + 8)};
    });
    if (!found)
        return fail(found.error());
    if (!*found)
        return fail(ErrorCode::NotFound,
                    QStringLiteral("This invoice is no longer there. Load the list again."));
    return **found;
}

Result<std::vector<CurrencyTotals>> invoiceTotals(Session &session, const InvoiceFilter &filter)
{
    return withTimeout(session, [&]() -> Result<std::vector<CurrencyTotals>> {
        const auto scope = resolveInvoiceScope(session, filter);
        if (!scope)
            return fail(scope.error());
        const InvoiceCondition condition = scope->whole();
        // The sum of bigint is numeric.
        const QString sql =
            QStringLiteral("select h.currency, count(*), sum(h.total_cents)::bigint, "
                           "sum(h.tax_cents)::bigint, sum(h.amount_paid_cents)::bigint, "
                           "sum(h.amount_remaining_cents)::bigint, sum(h.refunded_cents)::bigint "
                           "from billing.billing_history h where %1 "
                           "group by h.currency order by h.currency")
                .arg(condition.sql());
        return session.select(sql, toArguments(condition.values), [](const Row &row) {
            return CurrencyTotals{row.text(0),    row.integer(1), row.integer(2), row.integer(3),
                                  row.integer(4), row.integer(5), row.integer(6)};
        });
    });
}

} // namespace Orion
