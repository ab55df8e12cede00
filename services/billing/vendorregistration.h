#pragma once

#include "models/domain/result.h"

#include <QDateTime>

#include <optional>

namespace Orion
{

class Session;

// What the platform tells about a vendor.
struct VendorRegistration
{
    QString vendorCode;
    QString name;
    QString email;
    std::optional<QString> tierCode; // of the trial; nothing: essential, or what a vendor has
};

enum class RegistrationOutcome
{
    Registered, // new, its trial has begun
    Changed,
    Unchanged
};

// Registers a vendor and starts its local trial; 0 days make one that is over at once. A vendor
// that is known gets the name and email; the tier only while it is in its local trial, for later
// ones are Stripe's. With its subscription_changes and audit rows, in one transaction. Safe to
// repeat, also at the same time. Errors: InvalidArgument, TierNotFound.
Result<RegistrationOutcome> registerVendor(Session &session, const VendorRegistration &vendor,
                                           int trialDays, const QString &actor,
                                           const QDateTime &now);

} // namespace Orion
