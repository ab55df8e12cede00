#include "app/companion/doctor/checks.h"

#include "services/platform/tokenverifier.h"

namespace Orion::Doctor
{

namespace
{

Finding stripeKey(const Configuration &values)
{
    const QString subject = QStringLiteral("Stripe key");
    if (values.stripeSecretKey.isEmpty())
        return {Level::Warning, subject,
                QStringLiteral("not set; calls to Stripe answer 503. Set STRIPE_SECRET_KEY.")};
    return {Level::Ok, subject,
            values.hasLiveKey() ? QStringLiteral("live mode") : QStringLiteral("test mode")};
}

Finding webhookSecrets(const Configuration &values)
{
    const QString subject = QStringLiteral("webhook secret");
    const auto count = values.stripeWebhookSecrets.size();
    if (count == 0)
        return {Level::Warning, subject,
                QStringLiteral("not set; webhooks answer 503. Set STRIPE_WEBHOOK_SECRET to the "
                               "endpoint's signing secret.")};
    return {Level::Ok, subject,
            count == 1 ? QStringLiteral("set") : QStringLiteral("%1 are set").arg(count)};
}

Finding tokenKey(const Configuration &values)
{
    const QString subject = QStringLiteral("token key");
    const SystemClock clock;
    const auto verifier = TokenVerifier::fromConfiguration(values, clock);
    if (!verifier)
        return {Level::Problem, subject, verifier.error().message};
    if (!values.jwtSecret.isEmpty())
        return {Level::Ok, subject, QStringLiteral("tokens are HS256")};
    if (verifier->isConfigured())
        return {Level::Ok, subject, QStringLiteral("tokens are verified with a public key")};
    return {Level::Warning, subject,
            QStringLiteral("not set; the billing APIs answer 503. Set ORION_JWT_SECRET or "
                           "ORION_JWT_PUBLIC_KEY_FILE.")};
}

} // namespace

Findings checkConfiguration(const LoadedConfiguration &configuration)
{
    const QString subject = QStringLiteral("configuration");
    Findings findings;
    for (const QString &problem : configuration.problems)
        findings.push_back({Level::Problem, subject, problem});
    for (const QString &warning : configuration.warnings)
        findings.push_back({Level::Warning, subject, warning});
    if (findings.empty())
        findings.push_back({Level::Ok, subject, QStringLiteral("every key that is set is valid")});
    findings.push_back(stripeKey(configuration.values));
    findings.push_back(webhookSecrets(configuration.values));
    findings.push_back(tokenKey(configuration.values));
    return findings;
}

} // namespace Orion::Doctor
