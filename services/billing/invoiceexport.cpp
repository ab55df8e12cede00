#include "services/billing/invoiceledger.h"

#include "models/domain/currency.h"
#include "services/billing/invoicescope.h"
#include "services/database/copyout.h"
#include "services/database/transaction.h"

#include <QIODevice>

namespace Orion
{

namespace
{

// COPY ends its lines with a line feed, RFC 4180 wants both characters. A line feed within quotes
// is part of a value and stays.
class CrlfDevice : public QIODevice
{
public:
    explicit CrlfDevice(QIODevice &target)
        : m_target(target)
    {
        open(QIODevice::WriteOnly);
    }

protected:
    qint64 readData(char *, qint64) override { return -1; }

    qint64 writeData(const char *data, qint64 size) override
    {
        m_converted.clear();
        for (const char *at = data; at != data + size; ++at) {
            if (*at == '"')
                m_quoted = !m_quoted;
            if (*at == '\n' && !m_quoted)
                m_converted += '\r';
            m_converted += *at;
        }
        if (m_target.write(m_converted) == m_converted.size())
            return size;
        setErrorString(m_target.errorString());
        return -1;
    }

private:
    QIODevice &m_target;
    QByteArray m_converted;
    bool m_quoted = false;
};

// A text cell: what a spreadsheet would run as a formula gets an apostrophe in front.
QString textCell(const char *column)
{
    return QStringLiteral("case when %1 ~ E'^[=+@\\t\\r\\n\\uFF1D\\uFF0B\\uFF0D\\uFF20-]' "
                          "then '''' || %1 else %1 end")
        .arg(QLatin1String(column));
}

QString timeCell(const char *column)
{
    return QStringLiteral("to_char(%1 at time zone 'UTC', 'YYYY-MM-DD\"T\"HH24:MI:SS\"Z\"')")
        .arg(QLatin1String(column));
}

// Multiplying by the unit as numeric (1, 0.01 or 0.001) gives exactly the currency's decimals.
QString moneyCell(const char *column)
{
    return QStringLiteral("%1 * c.unit").arg(QLatin1String(column));
}

QString exportSql(const InvoiceCondition &condition)
{
    const QList<std::pair<QString, const char *>> columns{
        {timeCell("h.invoice_date"), "invoice_date"},
        {timeCell("h.due_date"), "due_date"},
        {timeCell("h.paid_at"), "paid_at"},
        {textCell("h.invoice_number"), "invoice_number"},
        {textCell("h.stripe_invoice_id"), "stripe_invoice_id"},
        {textCell("v.vendor_code"), "vendor_code"},
        {textCell("v.name"), "vendor_name"},
        {textCell("h.status"), "status"},
        {QStringLiteral("upper(h.currency)"), "currency"},
        {moneyCell("h.subtotal_cents"), "subtotal"},
        {moneyCell("h.tax_cents"), "tax"},
        {moneyCell("h.total_cents"), "total"},
        {moneyCell("h.amount_paid_cents"), "paid"},
        {moneyCell("h.amount_remaining_cents"), "remaining"},
        {moneyCell("h.refunded_cents"), "refunded"},
        {QStringLiteral("h.attempt_count"), "payment_attempts"},
        {textCell("h.pdf_url"), "pdf_url"},
        {textCell("h.hosted_url"), "hosted_url"}};
    QStringList cells;
    for (const auto &[expression, name] : columns)
        cells.append(expression + QStringLiteral(" as ") + QLatin1String(name));
    // "offset 0" keeps the unit from being worked out again for every amount.
    return QStringLiteral("select %1 from billing.billing_history h "
                          "join billing.vendors v on v.id = h.vendor_id "
                          "cross join lateral (select coalesce((string_to_array(?, ',')::numeric[])"
                          "[array_position(string_to_array(?, ','), h.currency::text)], 0.01) "
                          "as unit offset 0) c "
                          "where %2 order by h.invoice_date desc, h.id desc")
        .arg(cells.join(QStringLiteral(", ")), condition.sql());
}

QVariantList exportArguments(const InvoiceCondition &condition)
{
    const QStringList codes = Currency::codesWithoutHundredths();
    QStringList units;
    for (const QString &code : codes)
        units.append(Currency::minorUnitDigits(code) == 0 ? QStringLiteral("1")
                                                          : QStringLiteral("0.001"));
    QVariantList arguments{units.join(u','), codes.join(u',')};
    for (const QString &value : condition.values)
        arguments.append(value);
    return arguments;
}

} // namespace

Result<qint64> exportInvoicesCsv(Session &session, const InvoiceFilter &filter, QIODevice &device,
                                 const ExportProgress &progress, std::stop_token stop)
{
    return inTransaction(session, [&]() -> Result<qint64> {
        const auto scope = resolveInvoiceScope(session, filter);
        if (!scope)
            return fail(scope.error());
        // Reading along the index gives the first rows at once; sorting millions would not.
        const auto planned =
            session.execute(QStringLiteral("select set_config('enable_sort', 'off', true)"));
        if (!planned)
            return fail(planned.error());
        const InvoiceCondition condition = scope->whole();
        CrlfDevice lines(device);
        const auto copied = copyOut(
            session, exportSql(condition), exportArguments(condition), lines,
            [&](const CopyProgress &done) {
                if (progress)
                    progress(done.rows);
            },
            stop);
        if (!copied)
            return fail(copied.error());
        return copied->rows;
    });
}

} // namespace Orion
