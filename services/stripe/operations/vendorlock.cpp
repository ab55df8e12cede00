#include "services/stripe/operations/stripeoperations.h"

namespace Orion
{

namespace
{

constexpr std::chrono::seconds patience{5};

QString nameOf(qint64 vendorId)
{
    return QStringLiteral("billing.vendors %1").arg(vendorId);
}

} // namespace

VendorLock::VendorLock(AdvisoryLock lock)
    : m_lock(std::move(lock))
{}

Result<VendorLock> VendorLock::take(Session &session, qint64 vendorId)
{
    auto lock = AdvisoryLock::take(session, nameOf(vendorId), patience);
    if (!lock && lock.error().code == ErrorCode::Timeout)
        return fail(ErrorCode::Conflict,
                    QStringLiteral("Something else is being done for this vendor. Try again in a "
                                   "moment."));
    if (!lock)
        return fail(lock.error());
    return VendorLock(std::move(*lock));
}

Result<std::optional<VendorLock>> VendorLock::tryTake(Session &session, qint64 vendorId)
{
    auto taken = AdvisoryLock::tryTake(session, nameOf(vendorId));
    if (!taken)
        return fail(taken.error());
    std::optional<VendorLock> lock;
    if (*taken)
        lock.emplace(VendorLock(std::move(**taken)));
    return lock;
}

} // namespace Orion
