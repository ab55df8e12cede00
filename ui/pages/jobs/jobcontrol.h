#pragma once

#include "services/jobs/ledger.h"
#include "ui/shell/consolepage.h"

#include <QObject>

namespace Orion
{

// Asks companions to run a job, or to end a run, once the person has said yes. Lives on the GUI
// thread, owned by the page.
class JobControl : public QObject
{
    Q_OBJECT

public:
    JobControl(PageContext context, QWidget *page);

    bool isAllowed() const;
    static QString whyNot(); // for a role that may not

    void run(const QString &job);
    void cancel(const JobRun &run);

Q_SIGNALS:
    void requested(const QString &job, qint64 run);
    void cancelled(bool inTime); // false: it was over
    void failed(const Orion::Error &error);

private:
    void request(const QString &job);
    void end(qint64 run);

    PageContext m_context;
    QWidget *m_page;
};

} // namespace Orion
