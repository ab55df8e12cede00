#pragma once

#include "models/domain/result.h"
#include "services/billing/invoicefilter.h"

#include <QObject>
#include <QTimer>

#include <atomic>
#include <memory>
#include <stop_token>

namespace Orion
{

class ServiceRunner;

// One export of invoices into a file. The file appears only when it is complete; one that was
// there before stays as it was until then. Lives on the GUI thread, owned by its page; ends the
// export when it is destroyed.
class ExportJob : public QObject
{
    Q_OBJECT

public:
    explicit ExportJob(ServiceRunner &runner, QObject *parent = nullptr);
    ~ExportJob() override;

    void start(const InvoiceFilter &filter, const QString &path);
    void cancel();

    bool isRunning() const { return m_running; }
    const QString &path() const { return m_path; }

Q_SIGNALS:
    void progressed(qint64 rows);
    void succeeded(qint64 rows);
    void failed(const Orion::Error &error); // Cancelled after cancel()

private:
    void finish(const Result<qint64> &rows);

    ServiceRunner &m_runner;
    QString m_path;
    std::stop_source m_stop;
    std::shared_ptr<std::atomic<qint64>> m_rows; // written by the worker
    QTimer m_watch;
    bool m_running = false;
};

} // namespace Orion
