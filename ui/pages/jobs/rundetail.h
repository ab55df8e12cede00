#pragma once

#include "services/jobs/ledger.h"
#include "ui/shell/consolepage.h"
#include "ui/widgets/detailpane.h"

class QLabel;

namespace Orion
{

class KeyValueGrid;

// Everything about one run of a job. Lives on the GUI thread, owned by the jobs page.
class RunDetail : public DetailPane
{
    Q_OBJECT

public:
    explicit RunDetail(const PageContext &context, QWidget *parent = nullptr);

    void showRun(const JobRun &run); // also when it changed
    void clear();

    qint64 runId() const { return m_runId; } // 0: none
    QString errorText() const;               // empty: it says nothing bad

private:
    void buildUi();
    void buildFacts();
    void showTimes(const JobRun &run);

    PageContext m_context;
    qint64 m_runId = 0;
    QLabel *m_error;
    QLabel *m_message;
    KeyValueGrid *m_facts;
    QLabel *m_scheduled;
    QLabel *m_asked;
    QLabel *m_by;
    QLabel *m_began;
    QLabel *m_ended;
    QLabel *m_duration;
    QLabel *m_rows;
    QLabel *m_attempt;
    QLabel *m_host;
    QLabel *m_cancelledBy;
};

} // namespace Orion
