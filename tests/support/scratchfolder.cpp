#include "tests/support/scratchfolder.h"

#include <QFile>

#include <cstdlib>
#include <sys/stat.h>
#include <sys/statfs.h>
#include <unistd.h>

namespace Orion
{

namespace
{

constexpr long tmpfsMagic = 0x01021994;
constexpr quint64 neededBytes = quint64(2) << 30; // a whole run takes a few hundred MB
const QString memory = QStringLiteral("/dev/shm");

} // namespace

bool isScratchInMemory()
{
    static const bool isThere = [] {
        struct statfs system = {};
        const QByteArray path = QFile::encodeName(memory);
        return ::statfs(path.constData(), &system) == 0 && long(system.f_type) == tmpfsMagic &&
               quint64(system.f_bavail) * quint64(system.f_bsize) >= neededBytes &&
               ::access(path.constData(), W_OK | X_OK) == 0;
    }();
    return isThere;
}

QString scratchParent()
{
    return isScratchInMemory() ? memory : QStringLiteral("/tmp");
}

QString makeScratchFolder()
{
    QByteArray pattern = QFile::encodeName(scratchParent() + QStringLiteral("/orion-test-XXXXXX"));
    if (::mkdtemp(pattern.data()) == nullptr || ::chmod(pattern.constData(), 0755) != 0)
        qFatal("no folder can be made in %s", qUtf8Printable(scratchParent()));
    return QFile::decodeName(pattern);
}

} // namespace Orion
