#include "services/database/serverbinaries.h"

#include <QDir>
#include <QFileInfo>
#include <QProcess>
#include <QRegularExpression>

#include <vector>

namespace Orion
{

namespace
{

// "postgres (PostgreSQL) 15.8 (Debian 15.8-0+deb12u1)" → 15
int majorVersionOf(const QString &folder)
{
    QProcess process;
    process.start(folder + QStringLiteral("/postgres"), {QStringLiteral("--version")});
    if (!process.waitForFinished(5000))
        return 0;
    static const QRegularExpression pattern(QStringLiteral("\\(PostgreSQL\\) (\\d+)"));
    return pattern.match(QString::fromUtf8(process.readAllStandardOutput())).captured(1).toInt();
}

bool isProgram(const QString &path)
{
    const QFileInfo file(path);
    return file.isFile() && file.isExecutable();
}

} // namespace

QStringList serverFolders()
{
    QStringList folders;
    for (const QString &root : {QStringLiteral("/usr/lib/postgresql"), QStringLiteral("/usr")}) {
        for (const QString &entry : QDir(root).entryList(QDir::Dirs | QDir::NoDotAndDotDot)) {
            // Debian: /usr/lib/postgresql/15/bin. Red Hat's packages: /usr/pgsql-15/bin.
            if (root.endsWith(QLatin1String("/postgresql")) ||
                entry.startsWith(QLatin1String("pgsql-")))
                folders.append(QStringLiteral("%1/%2/bin").arg(root, entry));
        }
    }
    folders += qEnvironmentVariable("PATH").split(u':', Qt::SkipEmptyParts);
    return folders;
}

Result<ServerBinaries> findServer(const QStringList &folders, std::optional<int> wantedMajor)
{
    std::optional<ServerBinaries> best;
    QStringList seen;
    for (const QString &folder : folders) {
        if (!isProgram(folder + QStringLiteral("/postgres")) ||
            !isProgram(folder + QStringLiteral("/initdb")))
            continue;
        const int major = majorVersionOf(folder);
        seen.append(QString::number(major));
        if (major < oldestServerVersion || (wantedMajor && major != *wantedMajor))
            continue;
        if (!best || major > best->majorVersion)
            best = ServerBinaries{folder, major};
    }
    if (best)
        return *best;

    seen.removeDuplicates();
    const QString found = seen.isEmpty() ? QStringLiteral("none") : seen.join(QStringLiteral(", "));
    if (wantedMajor)
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("The data folder belongs to PostgreSQL %1, which is not "
                                   "installed (found: %2). Install the package postgresql-%1.")
                        .arg(QString::number(*wantedMajor), found));
    return fail(ErrorCode::ConfigurationInvalid,
                QStringLiteral("No PostgreSQL server of version %1 or newer is installed (found: "
                               "%2). Install the package postgresql-%1 or newer, called "
                               "postgresql on Debian 12.")
                    .arg(QString::number(oldestServerVersion), found));
}

} // namespace Orion
