#pragma once

#include "models/domain/invoice.h"
#include "models/domain/page.h"
#include "models/domain/result.h"
#include "services/billing/invoicefilter.h"

#include <functional>
#include <stop_token>

class QIODevice;

namespace Orion
{

class Session;

// Sums over the invoices of one currency, in its minor units.
struct CurrencyTotals
{
    QString currency;
    qint64 count = 0;
    qint64 totalCents = 0;
    qint64 taxCents = 0;
    qint64 paidCents = 0;
    qint64 remainingCents = 0;
    qint64 refundedCents = 0;

    bool operator==(const CurrencyTotals &) const = default;
};

// What the ledger knows beyond the row of the list.
struct InvoiceDetail
{
    Invoice invoice;
    QString vendorEmail;
    QString billingReason; // Stripe's word, such as subscription_cycle; empty when not told
    QString stripeCustomerId;
    QString stripeSubscriptionId; // empty for a one-off invoice
    QDateTime periodStart;
    QDateTime periodEnd;

    // The newest dispute of what was paid for it.
    QString disputeStatus; // Stripe's word; empty: there is none
    qint64 disputedCents = 0;
    QDateTime evidenceDue; // invalid: nothing is to be handed in
};

// The newest invoices first, by (invoice date, id). Errors: InvalidArgument for a cursor that this
// function did not make, Timeout after 20 s, and the database's own.
Result<Page<Invoice>> listInvoices(Session &session, const InvoiceFilter &filter,
                                   const PageRequest &request);

// Errors: NotFound.
Result<InvoiceDetail> invoiceDetail(Session &session, qint64 id);

// One row for each currency, in the order of their codes. Errors: Timeout after 20 s.
Result<std::vector<CurrencyTotals>> invoiceTotals(Session &session, const InvoiceFilter &filter);

// Called now and then with the number of invoices written so far, on the caller's thread.
using ExportProgress = std::function<void(qint64 rows)>;

// Writes every invoice of the filter, newest first, as CSV after RFC 4180: a header row, UTF-8,
// CRLF, times as ISO 8601 in UTC, amounts in major units with the decimals of their currency. Text
// that a spreadsheet would take for a formula gets an apostrophe in front. Streams in constant
// memory and returns the number of invoices. After an error (Cancelled when stop was requested)
// the device holds a part only: hand in a QSaveFile and commit it on success.
Result<qint64> exportInvoicesCsv(Session &session, const InvoiceFilter &filter, QIODevice &device,
                                 const ExportProgress &progress = {}, std::stop_token stop = {});

} // namespace Orion
