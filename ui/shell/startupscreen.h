#pragma once

#include "models/domain/error.h"

#include <QWidget>

class QLabel;
class QProgressBar;
class QPushButton;

namespace Orion
{

class Theme;

// What is shown until the window can open: the step that is under way, or why it does not go on.
class StartupScreen : public QWidget
{
    Q_OBJECT

public:
    explicit StartupScreen(Theme &theme, QWidget *parent = nullptr);

    void showStep(const QString &text);
    void showFailed(const Error &error); // with "Try again" and "Quit"
    QString text() const;
    QPushButton *retryButton() const { return m_retry; }

Q_SIGNALS:
    void retryRequested();
    void quitRequested();

private:
    QLabel *m_title;
    QLabel *m_text;
    QProgressBar *m_progress;
    QPushButton *m_retry;
    QPushButton *m_quit;
};

} // namespace Orion
