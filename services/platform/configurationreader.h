#pragma once

#include "services/platform/configuration.h"

namespace Orion
{

// Finds single keys in the sources and collects what is wrong with them. Lives for the duration of
// loadConfiguration().
class ConfigurationReader
{
public:
    explicit ConfigurationReader(const ConfigurationSources &sources);

    QString text(const QString &key, const QString &fallback = {}) const;
    QStringList keysBeginningWith(const QString &prefix) const; // those with a value, sorted
    int integer(const QString &key, int fallback, int smallest, int largest);
    QUrl url(const QString &key, const QUrl &fallback); // http or https only

    // Trimmed. A secret that is set but blank counts as not set, with a warning.
    Secret secret(const QString &key);

    // The path in KEY_FILE, or of the systemd credential KEY.
    QString keyFile(const QString &key);

    void requireReadable(const QString &key, const QString &path);

    void refuse(const QString &problem) { m_problems.append(problem); }
    void warn(const QString &warning) { m_warnings.append(warning); }
    const QStringList &problems() const { return m_problems; }
    const QStringList &warnings() const { return m_warnings; }

private:
    void readFile(const QString &path);
    QString credential(const QString &key) const; // its path, empty if there is none
    std::optional<QByteArray> contents(const QString &key, const QString &path);
    std::optional<QByteArray> rawSecret(const QString &key);

    QHash<QString, QString> m_environment;
    QHash<QString, QString> m_file;
    QStringList m_problems;
    QStringList m_warnings;
};

} // namespace Orion
