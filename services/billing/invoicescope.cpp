#include "services/billing/invoicescope.h"

#include "services/database/session.h"

namespace Orion
{

namespace
{

// Up to so many vendors the ledger is read vendor by vendor; beyond, by date.
constexpr int vendorMatchLimit = 1000;

QString timeText(const QDateTime &time)
{
    return time.toUTC().toString(Qt::ISODateWithMs);
}

QString containsPattern(QString text)
{
    text.replace(u'\\', QStringLiteral("\\\\"));
    text.replace(u'%', QStringLiteral("\\%")).replace(u'_', QStringLiteral("\\_"));
    return u'%' + text + u'%';
}

QString joined(const std::vector<qint64> &ids)
{
    QStringList texts;
    for (const qint64 id : ids)
        texts.append(QString::number(id));
    return texts.join(u',');
}

// Invoices that people name exactly, by number or by Stripe's id.
Result<std::vector<qint64>> findInvoices(Session &session, const QString &text)
{
    return session.select(
        QStringLiteral("select id from billing.billing_history where stripe_invoice_id = ? "
                       "union "
                       "select id from billing.billing_history where invoice_number = upper(?) "
                       "limit 100"),
        {text, text}, [](const Row &row) { return row.integer(0); });
}

Result<std::vector<qint64>> findVendors(Session &session, const QString &pattern)
{
    return session.select(
        QStringLiteral("select id from billing.vendors "
                       "where vendor_code ilike ? or name ilike ? or email ilike ? "
                       "limit ?"),
        {pattern, pattern, pattern, vendorMatchLimit + 1},
        [](const Row &row) { return row.integer(0); });
}

Result<void> resolveSearch(Session &session, const QString &search, InvoiceScope &scope)
{
    const auto invoices = findInvoices(session, search);
    if (!invoices)
        return fail(invoices.error());
    if (!invoices->empty()) {
        scope.common.add(QStringLiteral("h.id = any(string_to_array(?, ',')::bigint[])"),
                         {joined(*invoices)});
        return {};
    }
    const QString pattern = containsPattern(search);
    if (scope.vendorIds.isEmpty()) {
        const auto vendors = findVendors(session, pattern);
        if (!vendors)
            return fail(vendors.error());
        if (vendors->size() <= vendorMatchLimit) {
            scope.vendorIds = joined(*vendors);
            scope.nothing = vendors->empty();
            return {};
        }
    }
    scope.common.add(
        QStringLiteral("exists (select from billing.vendors s where s.id = h.vendor_id "
                       "and (s.vendor_code ilike ? or s.name ilike ? "
                       "or s.email ilike ?))"),
        {pattern, pattern, pattern});
    return {};
}

} // namespace

void InvoiceCondition::add(const QString &term, const QStringList &termValues)
{
    terms.append(term);
    values.append(termValues);
}

QString InvoiceCondition::sql() const
{
    return terms.isEmpty() ? QStringLiteral("true") : terms.join(QStringLiteral(" and "));
}

InvoiceCondition InvoiceScope::whole() const
{
    InvoiceCondition condition = common;
    if (nothing)
        condition.add(QStringLiteral("false"));
    if (!vendorIds.isEmpty())
        condition.add(QStringLiteral("h.vendor_id = any(string_to_array(?, ',')::bigint[])"),
                      {vendorIds});
    if (!statuses.isEmpty())
        condition.add(QStringLiteral("h.status = any(string_to_array(?, ','))"), {statuses});
    if (unsettledOnly) // said aloud so that the index of unsettled invoices applies
        condition.add(QStringLiteral("h.status <> 'paid'"));
    return condition;
}

Result<InvoiceScope> resolveInvoiceScope(Session &session, const InvoiceFilter &filter)
{
    InvoiceScope scope;
    if (filter.from.isValid())
        scope.common.add(QStringLiteral("h.invoice_date >= ?::timestamptz"),
                         {timeText(filter.from)});
    if (filter.to.isValid())
        scope.common.add(QStringLiteral("h.invoice_date < ?::timestamptz"), {timeText(filter.to)});
    if (!filter.currency.isEmpty())
        scope.common.add(QStringLiteral("h.currency = ?"), {filter.currency});
    scope.statuses = filter.statuses.join(u',');
    scope.unsettledOnly =
        !filter.statuses.isEmpty() && !filter.statuses.contains(QStringLiteral("paid"));
    if (filter.vendorId)
        scope.vendorIds = QString::number(*filter.vendorId);

    const QString search = filter.search.trimmed();
    if (search.isEmpty())
        return scope;
    if (const auto resolved = resolveSearch(session, search, scope); !resolved)
        return fail(resolved.error());
    return scope;
}

} // namespace Orion
