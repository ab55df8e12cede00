#pragma once

#include "models/domain/result.h"

#include <QJsonObject>
#include <QString>

#include <functional>

namespace Orion
{

// One thing in which the database and Stripe are not the same.
struct Difference
{
    QString subject; // product, price, webhook endpoint, subscription, add-on subscription
    QString id;      // Stripe's id, or what stands for it
    QString owner;   // "tier essential", "vendor ACME"; may be empty
    QString field;   // status, amount …; missing, unknown or double for the whole
    QString here;    // in the database
    QString there;   // at Stripe

    QString sentence() const;
    QJsonObject toJson() const;
};

// Told of each difference as it is found; nothing is collected.
using DifferenceReport = std::function<void(const Difference &difference)>;

} // namespace Orion
