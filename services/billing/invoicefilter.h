#pragma once

#include <QDateTime>
#include <QStringList>

#include <optional>

namespace Orion
{

// Which invoices of the ledger are meant. An empty filter means all of them.
struct InvoiceFilter
{
    QDateTime from;       // UTC, invoice date at or after; invalid: since ever
    QDateTime to;         // UTC, invoice date before; invalid: until ever
    QStringList statuses; // Stripe's words (draft open paid uncollectible void); empty: all
    std::optional<qint64> vendorId;
    QString search; // an invoice's number or Stripe id, else part of a vendor's code, name, e-mail
    QString currency; // ISO 4217, lower case; empty: all

    bool operator==(const InvoiceFilter &) const = default;
};

} // namespace Orion
