#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QProgressBar;
class QPushButton;
class QToolButton;

namespace Orion
{

class Theme;

// A line inside a page about something that the person started: how far it is, or how it ended.
// Hidden until told something. Lives on the GUI thread.
class Notice : public QFrame
{
    Q_OBJECT

public:
    enum class Kind
    {
        Progress,
        Success,
        Info,
        Failure
    };

    explicit Notice(Theme &theme, QWidget *parent = nullptr);

    // action: the text of a button, empty for none. Progress cannot be closed.
    void tell(Kind kind, const QString &text, const QString &action = {});
    void setText(const QString &text);
    // Of Progress; a total of 0 means that it is not known.
    void setProgress(qint64 done, qint64 total);
    void setProgressIcon(const QString &icon);
    // It tells of something that goes on and goes when that does: cannot be closed. icon: of
    // Progress.
    void setLasting(const QString &icon);

    Kind kind() const { return m_kind; }
    QString text() const;
    QString action() const; // empty: none
    QPushButton *button() const { return m_button; }

Q_SIGNALS:
    void actionClicked();

private:
    void updateIcons();

    Theme &m_theme;
    Kind m_kind = Kind::Success;
    QString m_progressIcon = QStringLiteral("download");
    bool m_lasting = false;
    QLabel *m_icon;
    QLabel *m_text;
    QProgressBar *m_bar;
    QPushButton *m_button;
    QToolButton *m_close;
};

} // namespace Orion
