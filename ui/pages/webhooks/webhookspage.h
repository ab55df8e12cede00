#pragma once

#include "models/domain/webhookevent.h"
#include "services/webhooks/webhooklog.h"
#include "ui/pages/webhooks/webhookcolumns.h"
#include "ui/shell/consolepage.h"
#include "ui/shell/servicepagesource.h"

#include <QTimer>

class QComboBox;
class QPushButton;
class QSplitter;
class QTabBar;

namespace Orion
{

class ActivityPanel;
class EventReplay;
class FilterBar;
class Notice;
class PagedTableView;
class SearchField;
class WebhookDetail;

// The log of webhook events, live: what arrived, what became of it, what was in it, and replaying.
class WebhooksPage : public ConsolePage
{
    Q_OBJECT

public:
    explicit WebhooksPage(PageContext context, QWidget *parent = nullptr);

    void refresh() override;
    QSet<Topic> topics() const override;
    void open(const QString &key) override; // an event's id, or PageKeys::ofStatus()
    QWidget *searchField() const override;

    WebhookTableModel *model() const { return m_model; }
    PagedTableView *list() const { return m_list; }
    WebhookDetail *detail() const { return m_detail; }
    ActivityPanel *activity() const { return m_activity; }
    QPushButton *replayAllButton() const { return m_replayAll; }
    QTabBar *statusTabs() const { return m_tabs; }
    QPushButton *newEventsPill() const { return m_pill; }
    Notice *notice() const { return m_notice; }

protected:
    void keyPressEvent(QKeyEvent *event) override;
    bool eventFilter(QObject *watched, QEvent *event) override;

private:
    void buildUi();
    void buildFilters();
    void buildList();
    void connectSignals();
    void applyFilter();
    WebhookFilter filter() const;
    void loadCounts();
    void showCounts(const std::map<WebhookStatus, qint64> &counts);
    void showCurrent(const QString &eventId);
    void closeDetail();
    QStringList selectedEvents() const;
    void updateSelection();
    void connectReplay();
    void showReplayed(qint64 count);
    void loadActivity();
    void updatePill();

    ServicePageSource<WebhookEvent> m_source;
    WebhookTableModel *m_model;
    ActivityPanel *m_activity;
    QTabBar *m_tabs;
    FilterBar *m_filters;
    SearchField *m_search;
    QComboBox *m_type;
    QComboBox *m_time;
    EventReplay *m_replay;
    QPushButton *m_replaySelected;
    QPushButton *m_replayAll;
    Notice *m_notice;
    QSplitter *m_splitter;
    PagedTableView *m_list;
    QPushButton *m_pill;
    WebhookDetail *m_detail;
    QTimer m_clockwork; // the last hour moves on though nothing happens
    bool m_activityAsked = false;
    bool m_activityStale = false; // something changed since it was asked
    int m_unseen = 0;             // events that arrived above what is scrolled to
};

} // namespace Orion
