#include "services/webhooks/gzipfile.h"

#include <QFileInfo>

#include <array>
#include <fcntl.h>
#include <unistd.h>
#include <zlib.h>

namespace Orion
{

namespace
{

constexpr unsigned chunk = 1U << 16U;

bool syncFolder(const QString &path)
{
    const QByteArray folder = QFile::encodeName(QFileInfo(path).path());
    const int handle = ::open(folder.constData(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (handle < 0)
        return false;
    const bool isSynced = ::fsync(handle) == 0;
    ::close(handle);
    return isSynced;
}

} // namespace

GzipFile::GzipFile(const QString &temporaryPath)
    : m_file(temporaryPath)
{}

GzipFile::~GzipFile()
{
    if (m_stream)
        gzclose(m_stream);
    if (!m_isKept && m_file.exists())
        m_file.remove();
}

Result<void> GzipFile::failWith(const QString &reason) const
{
    return fail(
        ErrorCode::Internal,
        QStringLiteral("The archive %1 could not be written: %2.").arg(m_file.fileName(), reason));
}

Result<void> GzipFile::create()
{
    if (!m_file.open(QIODevice::WriteOnly | QIODevice::Truncate,
                     QFileDevice::ReadOwner | QFileDevice::WriteOwner))
        return failWith(m_file.errorString());
    const int handle = ::dup(m_file.handle()); // gzclose() closes its own
    m_stream = handle < 0 ? nullptr : gzdopen(handle, "wb6");
    if (!m_stream || !open(QIODevice::WriteOnly | QIODevice::Unbuffered))
        return failWith(QStringLiteral("there is no memory or file handle left"));
    return {};
}

qint64 GzipFile::readData(char * /*data*/, qint64 /*size*/)
{
    return -1;
}

qint64 GzipFile::writeData(const char *data, qint64 size)
{
    for (qint64 done = 0; done < size;) {
        const auto part = unsigned(qMin<qint64>(size - done, chunk));
        if (gzwrite(m_stream, data + done, part) != int(part)) {
            int code = 0;
            const char *text = gzerror(m_stream, &code);
            setErrorString(code == Z_ERRNO ? qt_error_string(errno) : QString::fromUtf8(text));
            return -1;
        }
        done += part;
    }
    return size;
}

Result<QString> GzipFile::finish(const QString &basePath, qint64 bytes)
{
    if (const auto ended = endFile(); !ended)
        return fail(ended.error());
    if (const auto readBack = checkReadBack(bytes); !readBack)
        return fail(readBack.error());
    const QString ending = QStringLiteral(".csv.gz");
    QString path = basePath + ending;
    for (int n = 2; QFile::exists(path); ++n)
        path = QStringLiteral("%1.%2%3").arg(basePath).arg(n).arg(ending);
    const QString temporary = m_file.fileName();
    if (!m_file.rename(path)) // refuses to replace a file, too
        return fail(failWith(m_file.errorString()).error());
    m_isKept = true;
    if (!syncFolder(temporary))
        return fail(failWith(qt_error_string(errno)).error());
    return path;
}

Result<void> GzipFile::endFile()
{
    close();
    const int closed = gzclose(std::exchange(m_stream, nullptr));
    if (closed != Z_OK)
        return failWith(closed == Z_ERRNO ? qt_error_string(errno)
                                          : QStringLiteral("the compression failed"));
    if (::fsync(m_file.handle()) != 0)
        return failWith(qt_error_string(errno));
    m_file.close();
    return {};
}

// zlib compares the checksum at the end.
Result<void> GzipFile::checkReadBack(qint64 bytes) const
{
    const QByteArray path = QFile::encodeName(m_file.fileName());
    gzFile stream = gzopen(path.constData(), "rb");
    if (!stream)
        return failWith(QStringLiteral("it cannot be read back"));
    std::array<char, chunk> part{};
    qint64 read = 0;
    int count = 0;
    while ((count = gzread(stream, part.data(), chunk)) > 0)
        read += count;
    const int closed = gzclose(stream);
    if (count < 0 || closed != Z_OK || read != bytes)
        return failWith(QStringLiteral("it does not read back as it was written"));
    return {};
}

} // namespace Orion
