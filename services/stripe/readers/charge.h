#pragma once

#include <QDateTime>
#include <QJsonObject>
#include <QString>

namespace Orion
{

// A charge as far as the product uses it: what was given back of it. Amounts in minor units.
struct StripeCharge
{
    QString id;
    QString paymentId; // its payment intent; of a charge without one, itself
    QString invoiceId; // only before 2025-03-31; else empty
    QString customerId;
    QString currency;
    qint64 amount = 0;
    qint64 amountRefunded = 0; // in all
};

StripeCharge readCharge(const QJsonObject &object);

// The bank takes a charge back, or may do so.
struct StripeDispute
{
    QString id;
    QString chargeId;
    QString paymentId; // as above
    QString currency;
    QString status; // needs_response under_review won lost warning_… prevented; the set is open
    QString reason; // fraudulent, duplicate …; the set is open
    qint64 amount = 0;
    QDateTime created;
    QDateTime evidenceDue; // invalid: nothing is to be handed in any more

    bool isClosed() const;
};

StripeDispute readDispute(const QJsonObject &object);

} // namespace Orion
