#pragma once

#include "models/domain/error.h"
#include "models/domain/webhookactivity.h"

#include "ui/widgets/card.h"

class QHBoxLayout;
class QLabel;

namespace Orion
{

class ActivityChart;
class Theme;

// The last hour of webhooks in one strip: how much arrives, waits and fails, how long it takes, and
// the chart. Lives on the GUI thread.
class ActivityPanel : public Card
{
    Q_OBJECT

public:
    explicit ActivityPanel(Theme &theme, QWidget *parent = nullptr);

    void showActivity(const WebhookActivity &activity, const QDateTime &now);
    void showFailed(const Error &error); // what was shown stays, greyed, with the sentence

    ActivityChart *chart() const { return m_chart; }
    QString receivedText() const;
    QString waitingText() const;
    QString failedText() const;
    QString lagText() const;
    QString message() const; // why there is nothing; empty when there is

private:
    struct Figure
    {
        QLabel *value = nullptr;
        QLabel *note = nullptr;
    };

    Figure addFigure(Theme &theme, QHBoxLayout *row, const QString &name);
    void showQueue(const WebhookQueue &queue, const QDateTime &now);
    void showLags(const WebhookActivity &activity);

    QWidget *m_body;
    Figure m_received;
    Figure m_waiting;
    Figure m_failed;
    Figure m_lag;
    ActivityChart *m_chart;
    QLabel *m_from;
    QLabel *m_until;
    QLabel *m_message;
};

} // namespace Orion
