#include "services/catalogue/secretplace.h"

#include <QEventLoop>

#include <qt6keychain/keychain.h>

namespace Orion
{

namespace
{

const QString service = QStringLiteral("orion-billing");

class SecretKeychain : public SecretPlace
{
public:
    explicit SecretKeychain(const QString &entry)
        : m_entry(entry)
    {}

    Result<void> prepare() override;
    Result<void> keep(const Secret &secret) override;
    QString description() const override
    {
        return QStringLiteral("the keychain's entry %1 of %2").arg(m_entry, service);
    }

private:
    Result<void> run(QKeychain::Job &job) const;
    Result<void> write(const QString &entry, const QByteArray &value) const;

    const QString m_entry;
    QByteArray m_former;
};

Result<void> SecretKeychain::run(QKeychain::Job &job) const
{
    job.setAutoDelete(false);
    job.setInsecureFallback(false);
    QEventLoop loop;
    QObject::connect(&job, &QKeychain::Job::finished, &loop, &QEventLoop::quit);
    job.start();
    loop.exec();
    if (job.error() == QKeychain::NoError)
        return {};
    return fail(ErrorCode::ConfigurationInvalid,
                QStringLiteral("The signing secret cannot be kept in %1: %2. Unlock the keychain, "
                               "or name a file with --secret-file.")
                    .arg(description(), job.errorString()));
}

Result<void> SecretKeychain::write(const QString &entry, const QByteArray &value) const
{
    QKeychain::WritePasswordJob job(service);
    job.setKey(entry);
    job.setBinaryData(value);
    return run(job);
}

// A locked keychain says that there is no such entry: only one that takes a trial entry is open,
// and then an entry that is not found is not there.
Result<void> SecretKeychain::prepare()
{
    const QString trial = m_entry + QStringLiteral(".trial");
    if (const auto written = write(trial, "trial"); !written)
        return written;
    QKeychain::DeletePasswordJob removal(service);
    removal.setKey(trial);
    if (const auto removed = run(removal); !removed)
        return removed;
    QKeychain::ReadPasswordJob reading(service);
    reading.setKey(m_entry);
    const auto read = run(reading);
    if (!read && reading.error() != QKeychain::EntryNotFound)
        return read;
    m_former = reading.binaryData();
    return {};
}

Result<void> SecretKeychain::keep(const Secret &secret)
{
    return write(m_entry, withFormerSecrets(secret.reveal(), m_former));
}

} // namespace

std::unique_ptr<SecretPlace> secretKeychain(const QString &entry)
{
    return std::make_unique<SecretKeychain>(entry);
}

} // namespace Orion
