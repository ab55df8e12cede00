#include "services/catalogue/secretplace.h"

#include <QFile>
#include <QFileInfo>
#include <QTemporaryFile>

#include <unistd.h>

namespace Orion
{

namespace
{

class SecretFile : public SecretPlace
{
public:
    explicit SecretFile(const QString &path)
        : m_path(QFileInfo(path).absoluteFilePath())
    {}

    Result<void> prepare() override;
    Result<void> keep(const Secret &secret) override;
    QString description() const override { return QStringLiteral("the file ") + m_path; }

private:
    tl::unexpected<Error> failed(const QString &reason) const
    {
        return fail(ErrorCode::ConfigurationInvalid,
                    QStringLiteral("The signing secret cannot be written to %1: %2. Name a file in "
                                   "a folder that you may write to.")
                        .arg(m_path, reason));
    }

    const QString m_path;
    QByteArray m_former;
    std::unique_ptr<QTemporaryFile> m_file; // made with mode 0600
};

Result<void> SecretFile::prepare()
{
    QFile former(m_path);
    if (QFileInfo::exists(m_path)) {
        if (!QFileInfo(m_path).isFile())
            return failed(QStringLiteral("that is no file"));
        if (!former.open(QIODevice::ReadOnly))
            return failed(former.errorString());
        m_former = former.readAll().trimmed();
    }
    m_file = std::make_unique<QTemporaryFile>(m_path + QStringLiteral(".XXXXXX"));
    if (!m_file->open())
        return failed(m_file->errorString());
    return {};
}

Result<void> SecretFile::keep(const Secret &secret)
{
    if (!m_file) {
        if (const auto prepared = prepare(); !prepared)
            return prepared;
    }
    const QByteArray content = withFormerSecrets(secret.reveal(), m_former) + '\n';
    const bool written = m_file->write(content) == content.size() && m_file->flush() &&
                         ::fsync(m_file->handle()) == 0;
    if (!written)
        return failed(m_file->errorString());
    // QFile::rename() never replaces a file; this does, at once or not at all.
    const QByteArray from = QFile::encodeName(m_file->fileName());
    if (::rename(from.constData(), QFile::encodeName(m_path).constData()) != 0)
        return failed(QString::fromLocal8Bit(strerror(errno)));
    m_file->setAutoRemove(false);
    m_file.reset();
    return {};
}

} // namespace

QByteArray withFormerSecrets(const QByteArray &secret, const QByteArray &former)
{
    QByteArrayList all{secret};
    const QByteArrayList parts = former.split(',');
    for (const QByteArray &part : parts) {
        const QByteArray trimmed = part.trimmed();
        if (!trimmed.isEmpty() && !all.contains(trimmed))
            all.append(trimmed);
    }
    return all.join(',');
}

std::unique_ptr<SecretPlace> secretFile(const QString &path)
{
    return std::make_unique<SecretFile>(path);
}

} // namespace Orion
