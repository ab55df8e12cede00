#include "ui/pages/invoices/exportjob.h"

#include "services/billing/invoiceledger.h"
#include "ui/shell/servicerunner.h"

#include <QSaveFile>

namespace Orion
{

namespace
{

Error cannotWrite(const QString &path, const QString &reason)
{
    return {
        ErrorCode::InvalidArgument,
        ExportJob::tr("The file %1 cannot be written: %2. Choose another place.").arg(path, reason),
        reason};
}

// On a worker.
Result<qint64> writeFile(Session &session, const InvoiceFilter &filter, const QString &path,
                         std::atomic<qint64> &rows, const std::stop_token &stop)
{
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly))
        return fail(cannotWrite(path, file.errorString()));
    auto written = exportInvoicesCsv(
        session, filter, file, [&rows](qint64 done) { rows = done; }, stop);
    if (!written) {
        const bool fileFailed = file.error() != QFileDevice::NoError;
        return fileFailed ? fail(cannotWrite(path, file.errorString())) : fail(written.error());
    }
    if (stop.stop_requested())
        return fail(ErrorCode::Cancelled, ExportJob::tr("The export was cancelled."));
    if (!file.commit())
        return fail(cannotWrite(path, file.errorString()));
    return written;
}

} // namespace

ExportJob::ExportJob(ServiceRunner &runner, QObject *parent)
    : QObject(parent)
    , m_runner(runner)
{
    m_watch.setInterval(100);
    connect(&m_watch, &QTimer::timeout, this, [this] { Q_EMIT progressed(*m_rows); });
}

ExportJob::~ExportJob()
{
    cancel();
}

void ExportJob::start(const InvoiceFilter &filter, const QString &path)
{
    Q_ASSERT(!m_running);
    m_running = true;
    m_path = path;
    m_stop = std::stop_source();
    m_rows = std::make_shared<std::atomic<qint64>>(0);
    m_watch.start();
    m_runner.run(
        this,
        [filter, path, rows = m_rows, stop = m_stop.get_token()](Session &session) {
            return writeFile(session, filter, path, *rows, stop);
        },
        [this](const Result<qint64> &rows) { finish(rows); });
}

void ExportJob::cancel()
{
    m_stop.request_stop();
}

void ExportJob::finish(const Result<qint64> &rows)
{
    m_watch.stop();
    m_running = false;
    if (rows)
        Q_EMIT succeeded(*rows);
    else
        Q_EMIT failed(rows.error());
}

} // namespace Orion
