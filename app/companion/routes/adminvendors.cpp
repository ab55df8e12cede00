#include "app/companion/routes/routes.h"

#include "app/companion/api/apirouter.h"
#include "app/companion/api/fields.h"
#include "app/companion/api/subscriptionanswer.h"
#include "app/companion/changenotifier.h"
#include "services/billing/usageservice.h"
#include "services/billing/vendorregistration.h"

namespace Orion::Routes
{

namespace
{

constexpr qint64 largestCount = 2'147'483'647;
constexpr double largestStorage = 1e9; // GB

QString vendorOf(const ApiCall &call)
{
    return call.request.parameter(QStringLiteral("vendor_code"));
}

Result<Http::Response> putVendor(const ApiCall &call, int trialDays, const QDateTime &now)
{
    Fields fields(call.body);
    VendorRegistration vendor{vendorOf(call), fields.text(QStringLiteral("name")).trimmed(),
                              fields.text(QStringLiteral("email")).trimmed(),
                              fields.optionalText(QStringLiteral("tier_code"), 40)};
    if (const auto good = fields.check(); !good)
        return fail(good.error());
    const auto outcome = registerVendor(call.session, vendor, trialDays, call.actor(), now);
    if (!outcome)
        return fail(outcome.error());
    const auto overview = readOverview(call.session, vendor.vendorCode, now);
    if (!overview)
        return fail(overview.error());
    const bool isNew = *outcome == RegistrationOutcome::Registered;
    return Http::Response::json(subscriptionAnswer(*overview), isNew ? 201 : 200);
}

Result<Http::Response> putUsage(const ApiCall &call, const QDateTime &now)
{
    Fields fields(call.body);
    UsageReport report;
    report.products = fields.optionalInteger(QStringLiteral("products"), 0, largestCount);
    report.teamMembers = fields.optionalInteger(QStringLiteral("team_members"), 0, largestCount);
    report.storageUsedGb =
        fields.optionalNumber(QStringLiteral("storage_used_gb"), 0, largestStorage);
    if (const auto good = fields.check(); !good)
        return fail(good.error());
    if (!report.products && !report.teamMembers && !report.storageUsedGb)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("Give at least one of products, team_members and "
                                   "storage_used_gb."));
    if (const auto done = reportUsage(call.session, vendorOf(call), report, now); !done)
        return fail(done.error());
    const auto overview = readOverview(call.session, vendorOf(call), now);
    if (!overview)
        return fail(overview.error());
    return Http::Response::json(usageAnswer(*overview));
}

} // namespace

void addAdminVendors(ApiRouter &api, const Clock &clock, ChangeNotifier &changes, int trialDays)
{
    const QString vendor = QStringLiteral("/api/v1/admin/vendors/{vendor_code}");
    const auto told = [&changes](Result<Http::Response> answer) {
        if (answer)
            changes.publish({Topic::Vendors});
        return answer;
    };
    api.addAdmin("PUT", vendor, ApiCost::Database, [=, &clock](const ApiCall &call) {
        return told(putVendor(call, trialDays, clock.now()));
    });
    api.addAdmin("PUT", vendor + QStringLiteral("/usage"), ApiCost::Database,
                 [=, &clock](const ApiCall &call) { return told(putUsage(call, clock.now())); });
}

} // namespace Orion::Routes
