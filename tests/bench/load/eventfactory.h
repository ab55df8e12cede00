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

// The body of a customer.subscription.updated event in the present API shape, padded to exactly
// `bytes` (at least 1,600). `id` makes it unique.
QByteArray subscriptionEvent(const QByteArray &id, const Subject &subject, const QDateTime &created,
                             qsizetype bytes);

} // namespace Orion::Bench
