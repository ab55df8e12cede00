#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>

namespace Orion::Bench
{

// A subscription that events tell about. Ids as Stripe's.
struct Subject
{
    QByteArray subscription;
    QByteArray customer;
    QByteArray price;
};

// Reads "subscription customer price" lines. Empty when the file cannot be read or has none.
QList<Subject> readSubjects(const QString &file);

// What a subscription's event tells.
struct Moment
{
    QDateTime created;
    QDateTime periodStart;
    QByteArray status; // Stripe's word
};

// The body of a customer.subscription.updated event in the present API shape, padded to exactly
// `bytes` (at least 1,600). `id` makes it unique.
QByteArray subscriptionEvent(const QByteArray &id, const Subject &subject, const Moment &moment,
                             qsizetype bytes);

} // namespace Orion::Bench
