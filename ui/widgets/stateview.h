#pragma once

#include "models/domain/error.h"

#include <QTimer>
#include <QWidget>

class QLabel;
class QPushButton;

namespace Orion
{

class Theme;

// What stands where content would be: loading, nothing there, or failed, each with a sentence that
// says what to do.
class StateView : public QWidget
{
    Q_OBJECT

public:
    explicit StateView(Theme &theme, QWidget *parent = nullptr);

    void showLoading(); // appears after a moment only, so that quick answers do not flash
    // action: the text of a button, empty for none.
    void showEmpty(const QString &icon, const QString &title, const QString &text,
                   const QString &action = {});
    void showFailed(const Error &error); // with "Try again"

    void setTextWidth(int width); // of the sentence, px; 360 unless told

    QString title() const;
    QString text() const;
    QPushButton *button() const { return m_button; }

Q_SIGNALS:
    void actionClicked();

protected:
    void paintEvent(QPaintEvent *event) override;

private:
    void show(const QString &icon, const QString &title, const QString &text,
              const QString &action);
    void updateIcon();

    Theme &m_theme;
    QLabel *m_icon;
    QLabel *m_title;
    QLabel *m_text;
    QPushButton *m_button;
    QTimer m_loadingSoon;
    QString m_iconName;
    bool m_skeleton = false;
};

} // namespace Orion
