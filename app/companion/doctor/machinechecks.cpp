#include "app/companion/doctor/checks.h"

#include "services/database/embeddedcluster.h"
#include "services/database/serverbinaries.h"
#include "services/platform/logging.h"

#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>
#include <QTcpServer>

#include <clocale>

#include <langinfo.h>

namespace Orion::Doctor
{

namespace
{

// Asks for the locale of the environment itself: Qt has replaced one that is not UTF-8 in this
// process.
Finding encoding()
{
    const QString subject = QStringLiteral("text encoding");
    const locale_t locale = newlocale(LC_CTYPE_MASK, "", nullptr);
    const QString name =
        locale ? QString::fromLatin1(nl_langinfo_l(CODESET, locale)) : QStringLiteral("unknown");
    if (locale)
        freelocale(locale);
    if (name == QLatin1String("UTF-8"))
        return {Level::Ok, subject, name};
    return {Level::Warning, subject,
            QStringLiteral("the locale's encoding is %1. Set LANG=C.UTF-8.").arg(name)};
}

Finding serverPrograms()
{
    const QString subject = QStringLiteral("PostgreSQL programs");
    const auto found = findServer(serverFolders(), std::nullopt);
    if (!found)
        return {Level::Warning, subject,
                found.error().message + QStringLiteral(" Only --embedded needs them.")};
    return {Level::Ok, subject,
            QStringLiteral("version %1 in %2").arg(found->majorVersion).arg(found->folder)};
}

Finding dataFolder()
{
    const QString subject = QStringLiteral("data folder");
    const QFileInfo folder(EmbeddedCluster::defaultFolder());
    if (!folder.exists())
        return {Level::Ok, subject,
                QStringLiteral("%1 is made when --embedded needs it").arg(folder.filePath())};
    if (!folder.isDir() || !folder.isWritable() || !folder.isExecutable())
        return {Level::Problem, subject,
                QStringLiteral("%1 is not a folder that this user can write. Change its owner or "
                               "remove it.")
                    .arg(folder.filePath())};
    return {Level::Ok, subject, folder.filePath()};
}

bool isOpenToOthers(const QString &path)
{
    constexpr auto others = QFileDevice::ReadOther | QFileDevice::WriteOther;
    return QFile::exists(path) && (QFile::permissions(path) & others);
}

// Whether the configuration file says a secret itself instead of naming the file that has it.
bool holdsSecrets(const QString &path)
{
    static const QRegularExpression assignment(QStringLiteral("_SECRET(_KEY)?\\s*=\\s*[^\\s#]"));
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return false;
    const QString text = QString::fromUtf8(file.readAll());
    return redacted(text) != text || text.contains(assignment);
}

Findings secretFiles(const ConfigurationSources &sources)
{
    QStringList paths;
    if (holdsSecrets(sources.file))
        paths.append(sources.file);
    for (auto it = sources.environment.begin(); it != sources.environment.end(); ++it) {
        const bool isSecretFile = it.key().endsWith(QLatin1String("_FILE")) &&
                                  it.key() != QLatin1String("ORION_CONFIG_FILE") &&
                                  !it.key().contains(QLatin1String("PUBLIC")) &&
                                  !it.key().contains(QLatin1String("CERT"));
        const bool isOurs = it.key().startsWith(QLatin1String("ORION_")) ||
                            it.key().startsWith(QLatin1String("STRIPE_")) ||
                            it.key().startsWith(QLatin1String("DATABASE_"));
        if (isSecretFile && isOurs)
            paths.append(it.value());
    }
    paths.removeDuplicates();
    Findings findings;
    for (const QString &path : std::as_const(paths)) {
        if (isOpenToOthers(path))
            findings.push_back({Level::Warning, QStringLiteral("secrets"),
                                QStringLiteral("every user of this computer can read %1. Run: "
                                               "chmod o-rwx %1")
                                    .arg(path)});
    }
    return findings;
}

} // namespace

Findings checkMachine(const ConfigurationSources &sources)
{
    Findings findings{encoding(), serverPrograms(), dataFolder()};
    const Findings files = secretFiles(sources);
    findings.insert(findings.end(), files.begin(), files.end());
    return findings;
}

Finding checkListenAddress(const ListenAddress &address)
{
    const QString subject = QStringLiteral("listen address");
    const QString text = QStringLiteral("%1 port %2").arg(address.host).arg(address.port);
    const QHostAddress host(address.host);
    if (host.isNull())
        return {Level::Problem, subject,
                QStringLiteral("%1 is not an IP address. Change ORION_LISTEN.").arg(address.host)};
    QTcpServer server;
    if (server.listen(host, address.port))
        return {Level::Ok, subject, QStringLiteral("%1 is free").arg(text)};
    if (server.serverError() == QAbstractSocket::AddressInUseError)
        return {Level::Warning, subject,
                QStringLiteral("%1 is taken, which is right if the companion runs already; else "
                               "change ORION_LISTEN.")
                    .arg(text)};
    return {Level::Problem, subject,
            QStringLiteral("%1 cannot be used by this user on this computer. Change ORION_LISTEN.")
                .arg(text)};
}

} // namespace Orion::Doctor
