#pragma once

#include "models/domain/capacitythresholds.h"
#include "models/domain/result.h"
#include "services/platform/secret.h"

#include <QHash>
#include <QStringList>
#include <QUrl>

#include <optional>
#include <vector>

namespace Orion
{

enum class LogFormat
{
    Text,
    Json
};

// Whether tax is added to the prices that Stripe is given, or lies within them.
enum class TaxBehavior
{
    Exclusive,
    Inclusive
};

struct ListenAddress
{
    QString host = QStringLiteral("127.0.0.1"); // an IPv4 or IPv6 address, without brackets
    quint16 port = 8000;                        // 0: any free one

    // "127.0.0.1:8000", "[::1]:8000" or ":8000" (every address). Errors: ConfigurationInvalid.
    static Result<ListenAddress> parse(const QString &text);

    // http://host:port with brackets where needed; an address that means "all" becomes loopback.
    QUrl url(quint16 boundPort, bool tls) const;
};

// What the environment and the configuration file say, read once at the start. A plain value.
struct Configuration
{
    Secret databaseUrl; // libpq URI or conninfo, may hold a password; empty: not configured

    Secret stripeSecretKey;
    QString stripePublishableKey;
    std::vector<Secret> stripeWebhookSecrets; // any may have signed; empty: the webhook answers 503
    QUrl stripeApiBase{QStringLiteral("https://api.stripe.com")};
    int stripeTrialDays = 30;
    TaxBehavior stripeTaxBehavior = TaxBehavior::Exclusive;
    int stripeRateLimit = 20; // calls a second; 80 with a live key

    ListenAddress listen;
    QUrl publicUrl;             // empty: derived from the address
    QString tlsCertificateFile; // empty: plain HTTP
    QString tlsKeyFile;

    Secret jwtSecret;         // HS256
    QString jwtPublicKeyFile; // RS256 or ES256
    QString jwtPrivateKeyFile;
    QString jwtIssuer = QStringLiteral("orion-platform");
    QString jwtAudience = QStringLiteral("orion-billing");

    int apiRateLimit = 500;    // requests a second of one token subject
    int apiRefusalLimit = 100; // requests a second of one address whose token is not accepted

    int payloadRetentionDays = 0; // how long webhooks' payloads are kept; 0: for ever
    QString payloadArchiveFolder; // where they go then; empty: nowhere

    CapacityThresholds capacity;

    // By the job's name: when it runs, as cron writes it, or "off". Those that are not here run as
    // they do by themselves.
    QHash<QString, QString> jobSchedules;

    std::optional<LogFormat> logFormat; // none: text on a terminal, else JSON

    bool hasLiveKey() const; // of Stripe's live mode
};

// Where the configuration comes from. Tests make their own.
struct ConfigurationSources
{
    QHash<QString, QString> environment;
    QString file; // KEY=value lines, # comments, quotes as in a shell; need not exist

    // This process: its environment and ORION_CONFIG_FILE or /etc/orion-billing/companion.conf.
    static ConfigurationSources ofProcess();
};

struct LoadedConfiguration
{
    Configuration values;
    QStringList problems; // a sentence each, without secrets; with any the program must not run
    QStringList warnings; // the same, worth a line in the log
};

// For each key: the environment beats NAME_FILE in it, then $CREDENTIALS_DIRECTORY/NAME, then the
// file (and NAME_FILE in it). NAME_FILE and credentials are for secrets. Never fails: see problems.
LoadedConfiguration loadConfiguration(const ConfigurationSources &sources);

// Whether the address is Stripe's own. Live keys are never sent anywhere else.
bool isStripesAddress(const QUrl &apiBase);

} // namespace Orion
