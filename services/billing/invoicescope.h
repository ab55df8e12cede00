#pragma once

#include "models/domain/result.h"
#include "services/billing/invoicefilter.h"

#include <QStringList>

namespace Orion
{

class Session;

// Conditions of a query, joined by "and", with the values of their question marks in order. Every
// value is text and cast by its term, so that the same terms serve a bound query and a COPY.
struct InvoiceCondition
{
    QStringList terms;
    QStringList values;

    void add(const QString &term, const QStringList &termValues = {});
    QString sql() const; // "true" without terms
};

// A filter made ready for SQL over billing.billing_history h: the search is resolved to vendors or
// invoices, so that the ledger's indexes apply.
struct InvoiceScope
{
    InvoiceCondition common;    // dates, currency, invoices found by the search
    QString vendorIds;          // "4,17": these vendors only; empty: not narrowed to a few
    QString statuses;           // "open,void": these statuses only; empty: all
    bool unsettledOnly = false; // "paid" is not among the statuses
    bool nothing = false;       // the search found nothing

    // Everything in one condition.
    InvoiceCondition whole() const;
};

Result<InvoiceScope> resolveInvoiceScope(Session &session, const InvoiceFilter &filter);

} // namespace Orion
