#pragma once

#include "models/domain/result.h"

#include <QFile>
#include <QIODevice>

typedef struct gzFile_s *gzFile;

namespace Orion
{

// A new file that takes what is written to it compressed (gzip), and is on the disk when finish()
// returns. Exists only under a temporary name until then; without finish() it goes with the object.
class GzipFile : public QIODevice
{
public:
    explicit GzipFile(const QString &temporaryPath);
    ~GzipFile() override;

    Result<void> create(); // takes the place of one that was left over

    // Ends the file and sees to it that it reads back as so many bytes, then gives it the first of
    // the names that is free: BASE.csv.gz, BASE.2.csv.gz … Never replaces a file. Gives its path.
    Result<QString> finish(const QString &basePath, qint64 bytes);

protected:
    qint64 readData(char *data, qint64 size) override;
    qint64 writeData(const char *data, qint64 size) override;

private:
    Result<void> endFile();
    Result<void> checkReadBack(qint64 bytes) const;
    Result<void> failWith(const QString &reason) const;

    QFile m_file;
    gzFile m_stream = nullptr;
    bool m_isKept = false; // it has its name
};

} // namespace Orion
