#include "app/companion/commands/commands.h"

#include "services/platform/tokenissuer.h"

namespace Orion::Commands
{

namespace
{

Result<TokenRequest> tokenRequest(const Invocation &arguments)
{
    const bool isAdmin = arguments.isSet(QStringLiteral("admin"));
    if (arguments.isSet(QStringLiteral("vendor")) == isAdmin)
        return fail(ErrorCode::InvalidArgument,
                    QStringLiteral("Give either --vendor CODE or --admin."));
    const auto lifetime = numberOption(arguments, QStringLiteral("ttl"), 3600, 1, 31 * 86400);
    if (!lifetime)
        return fail(lifetime.error());
    return TokenRequest{isAdmin ? TokenRole::Admin : TokenRole::Vendor,
                        arguments.value(QStringLiteral("vendor")), std::chrono::seconds(*lifetime)};
}

// Where a database is named, a token for a vendor that is not there is a mistake.
Result<void> checkVendor(CommandContext &context, const QString &code)
{
    const auto session = context.openDatabase(QStringLiteral("orion_companion"));
    if (!session)
        return fail(session.error());
    const auto found =
        (*session)->selectOne(QStringLiteral("select 1 from billing.vendors where vendor_code = ?"),
                              {code}, [](const Row &row) { return row.integer(0); });
    if (!found)
        return fail(found.error());
    if (!*found)
        return fail(ErrorCode::NotFound,
                    QStringLiteral("There is no vendor %1 in the database.").arg(code));
    return {};
}

Result<void> run(CommandContext &context)
{
    const Invocation &arguments = context.arguments();
    const auto request = tokenRequest(arguments);
    if (!request)
        return fail(request.error());
    const auto token = issueToken(context.configuration(), *request, context.clock());
    if (!token)
        return fail(token.error());
    const bool namesDatabase =
        arguments.wantsEmbedded || arguments.isSet(QStringLiteral("database"));
    if (namesDatabase && request->role == TokenRole::Vendor) {
        if (const auto known = checkVendor(context, request->vendorCode); !known)
            return fail(known.error());
    }
    context.out() << token->reveal() << '\n';
    return {};
}

} // namespace

Command tokenIssue()
{
    return {.words = {QStringLiteral("token"), QStringLiteral("issue")},
            .summary = QStringLiteral("Print a bearer token for the billing APIs."),
            .options = {{QStringLiteral("vendor"), QStringLiteral("for this vendor"),
                         QStringLiteral("CODE")},
                        {QStringLiteral("admin"), QStringLiteral("for an admin")},
                        {QStringLiteral("ttl"),
                         QStringLiteral("how long it is good; 3600 if not given"),
                         QStringLiteral("SECONDS")}},
            .run = &run};
}

} // namespace Orion::Commands
