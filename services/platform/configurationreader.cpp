#include "services/platform/configurationreader.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QRegularExpression>

namespace Orion
{

namespace
{

constexpr qint64 largestSecretFile = 64 * 1024;

// The value of a KEY=value line. Quotes keep everything inside them; outside of them a # behind a
// blank begins a comment. Nothing for a quote that is never closed.
std::optional<QString> unquoted(const QString &text)
{
    if (text.startsWith(u'"') || text.startsWith(u'\'')) {
        const QChar quote = text.front();
        const qsizetype end = text.indexOf(quote, 1);
        const QString rest = text.mid(end + 1).trimmed();
        if (end < 0 || (!rest.isEmpty() && !rest.startsWith(u'#')))
            return std::nullopt;
        return text.mid(1, end - 1);
    }
    static const QRegularExpression comment(QStringLiteral("(^|\\s)#.*$"));
    return QString(text).remove(comment).trimmed();
}

} // namespace

ConfigurationReader::ConfigurationReader(const ConfigurationSources &sources)
    : m_environment(sources.environment)
{
    if (!sources.file.isEmpty())
        readFile(sources.file);
}

void ConfigurationReader::readFile(const QString &path)
{
    QFile file(path);
    if (!file.exists())
        return;
    if (!file.open(QIODevice::ReadOnly)) {
        warn(QStringLiteral("The configuration file %1 cannot be read by this user and is left "
                            "out.")
                 .arg(path));
        return;
    }
    const QStringList lines = QString::fromUtf8(file.readAll()).split(u'\n');
    static const QRegularExpression assignment(
        QStringLiteral("^\\s*(?:export\\s+)?([A-Za-z_][A-Za-z0-9_]*)\\s*=\\s*(.*?)\\s*$"));
    for (int i = 0; i < lines.size(); ++i) {
        const QString line = lines.at(i).trimmed();
        if (line.isEmpty() || line.startsWith(u'#'))
            continue;
        const auto match = assignment.match(line);
        const auto value = match.hasMatch() ? unquoted(match.captured(2)) : std::nullopt;
        // The line itself stays out of the message: it may hold a secret.
        if (!value)
            refuse(QStringLiteral("Line %1 of %2 is not KEY=value.").arg(i + 1).arg(path));
        else
            m_file.insert(match.captured(1), *value);
    }
}

QString ConfigurationReader::text(const QString &key, const QString &fallback) const
{
    for (const auto *source : {&m_environment, &m_file}) {
        const QString value = source->value(key).trimmed();
        if (!value.isEmpty())
            return value;
    }
    return fallback;
}

QStringList ConfigurationReader::keysBeginningWith(const QString &prefix) const
{
    QStringList keys;
    for (const auto *source : {&m_environment, &m_file}) {
        for (auto it = source->begin(); it != source->end(); ++it) {
            if (it.key().startsWith(prefix) && !it->trimmed().isEmpty())
                keys.append(it.key());
        }
    }
    keys.sort();
    keys.removeDuplicates();
    return keys;
}

int ConfigurationReader::integer(const QString &key, int fallback, int smallest, int largest)
{
    const QString value = text(key);
    if (value.isEmpty())
        return fallback;
    bool isNumber = false;
    const int number = value.toInt(&isNumber);
    if (isNumber && number >= smallest && number <= largest)
        return number;
    refuse(QStringLiteral("%1 has to be a whole number from %2 to %3.")
               .arg(key)
               .arg(smallest)
               .arg(largest));
    return fallback;
}

QUrl ConfigurationReader::url(const QString &key, const QUrl &fallback)
{
    const QString value = text(key);
    if (value.isEmpty())
        return fallback;
    const QUrl url(value, QUrl::StrictMode);
    const bool web =
        url.scheme() == QLatin1String("http") || url.scheme() == QLatin1String("https");
    if (url.isValid() && web && !url.host().isEmpty() && url.userInfo().isEmpty())
        return url;
    refuse(QStringLiteral("%1 has to be an address that begins with http:// or https://, without "
                          "a user name.")
               .arg(key));
    return fallback;
}

Secret ConfigurationReader::secret(const QString &key)
{
    const auto raw = rawSecret(key);
    if (!raw)
        return {};
    const QByteArray trimmed = raw->trimmed();
    if (trimmed.isEmpty())
        warn(QStringLiteral("%1 is set but empty, and counts as not set.").arg(key));
    return Secret(trimmed);
}

std::optional<QByteArray> ConfigurationReader::rawSecret(const QString &key)
{
    const QString fileKey = key + QStringLiteral("_FILE");
    if (m_environment.contains(key))
        return m_environment.value(key).toUtf8();
    if (m_environment.contains(fileKey))
        return contents(fileKey, m_environment.value(fileKey));
    if (const QString path = credential(key); !path.isEmpty())
        return contents(key, path);
    if (m_file.contains(key))
        return m_file.value(key).toUtf8();
    if (m_file.contains(fileKey))
        return contents(fileKey, m_file.value(fileKey));
    return std::nullopt;
}

QString ConfigurationReader::keyFile(const QString &key)
{
    const QString fileKey = key + QStringLiteral("_FILE");
    QString path = m_environment.value(fileKey).trimmed();
    if (path.isEmpty())
        path = credential(key);
    if (path.isEmpty())
        path = m_file.value(fileKey).trimmed();
    requireReadable(fileKey, path);
    return path;
}

void ConfigurationReader::requireReadable(const QString &key, const QString &path)
{
    if (path.isEmpty())
        return;
    const QFileInfo file(path);
    if (!file.isFile() || !file.isReadable())
        refuse(QStringLiteral("%1 names %2, which is not a file that this user can read.")
                   .arg(key, path));
}

QString ConfigurationReader::credential(const QString &key) const
{
    const QString directory = m_environment.value(QStringLiteral("CREDENTIALS_DIRECTORY"));
    if (directory.isEmpty())
        return {};
    const QString path = QDir(directory).filePath(key);
    return QFileInfo::exists(path) ? path : QString();
}

std::optional<QByteArray> ConfigurationReader::contents(const QString &key, const QString &path)
{
    QFile file(path);
    if (path.isEmpty() || !file.open(QIODevice::ReadOnly)) {
        refuse(QStringLiteral("%1 names %2, which is not a file that this user can read.")
                   .arg(key, path.isEmpty() ? QStringLiteral("no file") : path));
        return std::nullopt;
    }
    return file.read(largestSecretFile);
}

} // namespace Orion
