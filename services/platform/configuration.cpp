#include "services/platform/configuration.h"

#include "models/domain/cronschedule.h"
#include "services/platform/configurationreader.h"

#include <QProcessEnvironment>

namespace Orion
{

namespace
{

constexpr int shortestJwtSecret = 32; // bytes: what HS256 needs to be worth its name

void readStripe(ConfigurationReader &reader, Configuration &values)
{
    values.stripeSecretKey = reader.secret(QStringLiteral("STRIPE_SECRET_KEY"));
    values.stripePublishableKey = reader.text(QStringLiteral("STRIPE_PUBLISHABLE_KEY"));
    const Secret all = reader.secret(QStringLiteral("STRIPE_WEBHOOK_SECRET"));
    for (const QByteArray &part : all.reveal().split(',')) {
        const QByteArray trimmed = part.trimmed();
        if (!trimmed.isEmpty())
            values.stripeWebhookSecrets.emplace_back(trimmed);
        else if (!all.isEmpty())
            reader.warn(QStringLiteral("STRIPE_WEBHOOK_SECRET has an empty part between its "
                                       "commas, which is left out."));
    }
    values.stripeApiBase = reader.url(QStringLiteral("STRIPE_API_BASE"), values.stripeApiBase);
    values.stripeTrialDays =
        reader.integer(QStringLiteral("STRIPE_TRIAL_DAYS"), values.stripeTrialDays, 0, 730);
    const QString tax = reader.text(QStringLiteral("STRIPE_TAX_BEHAVIOR"));
    if (tax == QLatin1String("inclusive"))
        values.stripeTaxBehavior = TaxBehavior::Inclusive;
    else if (!tax.isEmpty() && tax != QLatin1String("exclusive"))
        reader.refuse(QStringLiteral("STRIPE_TAX_BEHAVIOR has to be exclusive or inclusive."));
    values.stripeRateLimit =
        reader.integer(QStringLiteral("STRIPE_RATE_LIMIT"), values.hasLiveKey() ? 80 : 20, 0, 1000);
}

void checkStripe(ConfigurationReader &reader, const Configuration &values)
{
    const QByteArray &key = values.stripeSecretKey.reveal();
    if (!key.isEmpty() && !key.startsWith("sk_") && !key.startsWith("rk_"))
        reader.refuse(QStringLiteral("STRIPE_SECRET_KEY is not a secret key: it has to begin with "
                                     "sk_ or rk_."));
    if (values.hasLiveKey() && !isStripesAddress(values.stripeApiBase))
        reader.refuse(QStringLiteral("STRIPE_SECRET_KEY is a live key, but STRIPE_API_BASE is not "
                                     "Stripe's address. Remove STRIPE_API_BASE or use a test "
                                     "key."));
    const QString &publishable = values.stripePublishableKey;
    if (!publishable.isEmpty() && !publishable.startsWith(QLatin1String("pk_")))
        reader.refuse(QStringLiteral("STRIPE_PUBLISHABLE_KEY has to begin with pk_."));
    else if (!publishable.isEmpty() && !key.isEmpty() &&
             publishable.startsWith(QLatin1String("pk_live_")) != values.hasLiveKey())
        reader.refuse(QStringLiteral("STRIPE_SECRET_KEY and STRIPE_PUBLISHABLE_KEY are of "
                                     "different modes: use two live or two test keys."));
    for (const Secret &secret : values.stripeWebhookSecrets) {
        if (!secret.reveal().startsWith("whsec_"))
            reader.warn(QStringLiteral("STRIPE_WEBHOOK_SECRET does not begin with whsec_, as "
                                       "Stripe's signing secrets do."));
    }
}

void readServer(ConfigurationReader &reader, Configuration &values)
{
    const QString listen = reader.text(QStringLiteral("ORION_LISTEN"));
    if (!listen.isEmpty()) {
        if (const auto address = ListenAddress::parse(listen))
            values.listen = *address;
        else
            reader.refuse(QStringLiteral("ORION_LISTEN: ") + address.error().message);
    }
    values.publicUrl = reader.url(QStringLiteral("ORION_PUBLIC_URL"), {});
    values.tlsCertificateFile = reader.text(QStringLiteral("ORION_TLS_CERT_FILE"));
    values.tlsKeyFile = reader.text(QStringLiteral("ORION_TLS_KEY_FILE"));
    if (values.tlsCertificateFile.isEmpty() != values.tlsKeyFile.isEmpty())
        reader.refuse(QStringLiteral("ORION_TLS_CERT_FILE and ORION_TLS_KEY_FILE belong together: "
                                     "set both or none."));
    reader.requireReadable(QStringLiteral("ORION_TLS_CERT_FILE"), values.tlsCertificateFile);
    reader.requireReadable(QStringLiteral("ORION_TLS_KEY_FILE"), values.tlsKeyFile);

    const QString format = reader.text(QStringLiteral("ORION_LOG"));
    if (format == QLatin1String("text"))
        values.logFormat = LogFormat::Text;
    else if (format == QLatin1String("json"))
        values.logFormat = LogFormat::Json;
    else if (!format.isEmpty())
        reader.refuse(QStringLiteral("ORION_LOG has to be text or json."));
}

void readTokens(ConfigurationReader &reader, Configuration &values)
{
    values.jwtSecret = reader.secret(QStringLiteral("ORION_JWT_SECRET"));
    if (!values.jwtSecret.isEmpty() && values.jwtSecret.reveal().size() < shortestJwtSecret)
        reader.refuse(QStringLiteral("ORION_JWT_SECRET has to be at least %1 bytes long. Make one "
                                     "with: openssl rand -base64 48")
                          .arg(shortestJwtSecret));
    values.jwtPublicKeyFile = reader.keyFile(QStringLiteral("ORION_JWT_PUBLIC_KEY"));
    values.jwtPrivateKeyFile = reader.keyFile(QStringLiteral("ORION_JWT_PRIVATE_KEY"));
    const bool hasKeyFile =
        !values.jwtPublicKeyFile.isEmpty() || !values.jwtPrivateKeyFile.isEmpty();
    if (!values.jwtSecret.isEmpty() && hasKeyFile)
        reader.refuse(QStringLiteral("ORION_JWT_SECRET and the ORION_JWT_…_KEY_FILE keys exclude "
                                     "each other: tokens are either HS256 or RS256/ES256."));
    values.jwtIssuer = reader.text(QStringLiteral("ORION_JWT_ISSUER"), values.jwtIssuer);
    values.jwtAudience = reader.text(QStringLiteral("ORION_JWT_AUDIENCE"), values.jwtAudience);
}

void readApi(ConfigurationReader &reader, Configuration &values)
{
    values.apiRateLimit =
        reader.integer(QStringLiteral("ORION_API_RATE_LIMIT"), values.apiRateLimit, 1, 1'000'000);
    values.apiRefusalLimit = reader.integer(QStringLiteral("ORION_API_REFUSAL_LIMIT"),
                                            values.apiRefusalLimit, 1, 1'000'000);
}

void readRetention(ConfigurationReader &reader, Configuration &values)
{
    values.payloadRetentionDays = reader.integer(QStringLiteral("ORION_PAYLOAD_RETENTION_DAYS"),
                                                 values.payloadRetentionDays, 0, 36'500);
    values.payloadArchiveFolder = reader.text(QStringLiteral("ORION_PAYLOAD_ARCHIVE_DIR"));
    if (values.payloadRetentionDays == 0 && !values.payloadArchiveFolder.isEmpty())
        reader.warn(QStringLiteral("ORION_PAYLOAD_ARCHIVE_DIR is set without "
                                   "ORION_PAYLOAD_RETENTION_DAYS: all payloads are kept."));
}

void readCapacity(ConfigurationReader &reader, CapacityThresholds &values)
{
    const auto read = [&](const char *name, int &value, int largest) {
        value = reader.integer(QStringLiteral("ORION_CAPACITY_") + QLatin1String(name), value, 1,
                               largest);
    };
    read("WARNING_PERCENT", values.warningPercent, 100);
    read("CRITICAL_PERCENT", values.criticalPercent, 100);
    read("NEAR_LIMIT_PERCENT", values.nearLimitPercent, 100);
    read("NEAR_LIMIT_SHARE", values.nearLimitShare, 100);
    read("WARNING_DAYS", values.warningDays, 1095);
    read("CRITICAL_DAYS", values.criticalDays, 1095);
    read("WEBHOOK_BACKLOG", values.webhookBacklog, 100'000);
    read("WEBHOOK_DELAY_SECONDS", values.webhookDelaySeconds, 86'400);
    if (values.criticalPercent < values.warningPercent)
        reader.refuse(QStringLiteral("ORION_CAPACITY_CRITICAL_PERCENT has to be at least "
                                     "ORION_CAPACITY_WARNING_PERCENT."));
    if (values.criticalDays > values.warningDays)
        reader.refuse(QStringLiteral("ORION_CAPACITY_CRITICAL_DAYS has to be at most "
                                     "ORION_CAPACITY_WARNING_DAYS."));
}

// ORION_JOB_SYNC_STRIPE_STATUS=*/30 * * * *: which jobs there are is known elsewhere.
void readJobs(ConfigurationReader &reader, Configuration &values)
{
    const QString prefix = QStringLiteral("ORION_JOB_");
    const QStringList keys = reader.keysBeginningWith(prefix);
    for (const QString &key : keys) {
        const QString schedule = reader.text(key);
        const QString job = key.mid(prefix.size()).toLower();
        if (schedule == QLatin1String("off")) {
            values.jobSchedules.insert(job, schedule);
        } else if (const auto read = CronSchedule::parse(schedule)) {
            values.jobSchedules.insert(job, read->text());
        } else {
            reader.refuse(
                QStringLiteral("%1 has to be off or a schedule as cron writes it: ").arg(key) +
                read.error().message);
        }
    }
}

} // namespace

Result<ListenAddress> ListenAddress::parse(const QString &text)
{
    const qsizetype colon = text.lastIndexOf(u':');
    bool isNumber = false;
    const int port = text.mid(colon + 1).toInt(&isNumber);
    if (colon < 0 || !isNumber || port < 0 || port > 65535)
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("\"%1\" is not an address with a port from 0 to 65535. Write it "
                                   "as 127.0.0.1:8000.")
                        .arg(text));
    QString host = text.left(colon).trimmed();
    const bool bracketed = host.startsWith(u'[') && host.endsWith(u']');
    if (bracketed)
        host = host.mid(1, host.size() - 2);
    if (host.contains(u':') != bracketed)
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("\"%1\" is not an address with a port. Write IPv6 addresses in "
                                   "brackets, as [::1]:8000.")
                        .arg(text));
    if (host.isEmpty() || host == QLatin1String("*"))
        host = QStringLiteral("0.0.0.0");
    else if (host == QLatin1String("localhost"))
        host = QStringLiteral("127.0.0.1");
    return ListenAddress{host, quint16(port)};
}

QUrl ListenAddress::url(quint16 boundPort, bool tls) const
{
    QUrl url;
    url.setScheme(tls ? QStringLiteral("https") : QStringLiteral("http"));
    if (host == QLatin1String("0.0.0.0"))
        url.setHost(QStringLiteral("127.0.0.1"));
    else
        url.setHost(host == QLatin1String("::") ? QStringLiteral("::1") : host);
    url.setPort(boundPort);
    return url;
}

bool Configuration::hasLiveKey() const
{
    const QByteArray &key = stripeSecretKey.reveal();
    return key.startsWith("sk_live_") || key.startsWith("rk_live_");
}

ConfigurationSources ConfigurationSources::ofProcess()
{
    ConfigurationSources sources;
    const auto environment = QProcessEnvironment::systemEnvironment();
    const QStringList names = environment.keys();
    for (const QString &name : names)
        sources.environment.insert(name, environment.value(name));
    sources.file = sources.environment.value(QStringLiteral("ORION_CONFIG_FILE"),
                                             QStringLiteral("/etc/orion-billing/companion.conf"));
    return sources;
}

LoadedConfiguration loadConfiguration(const ConfigurationSources &sources)
{
    ConfigurationReader reader(sources);
    Configuration values;
    values.databaseUrl = reader.secret(QStringLiteral("DATABASE_URL"));
    readStripe(reader, values);
    checkStripe(reader, values);
    readServer(reader, values);
    readTokens(reader, values);
    readApi(reader, values);
    readRetention(reader, values);
    readCapacity(reader, values.capacity);
    readJobs(reader, values);
    return {std::move(values), reader.problems(), reader.warnings()};
}

bool isStripesAddress(const QUrl &apiBase)
{
    const QString host = apiBase.host().toLower();
    return apiBase.scheme() == QLatin1String("https") &&
           (host == QLatin1String("stripe.com") || host.endsWith(QLatin1String(".stripe.com")));
}

} // namespace Orion
