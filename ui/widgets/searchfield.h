#pragma once

#include <QLineEdit>
#include <QTimer>

namespace Orion
{

class Theme;

// A search that waits for a pause in typing; Enter asks at once, Escape clears.
class SearchField : public QLineEdit
{
    Q_OBJECT

public:
    SearchField(Theme &theme, const QString &placeholder, QWidget *parent = nullptr);

    void reset(); // clears without a signal

Q_SIGNALS:
    void searched(const QString &text); // trimmed; only when it differs from the one before

protected:
    void keyPressEvent(QKeyEvent *event) override;

private:
    void search();

    QTimer m_pause;
    QString m_last;
};

} // namespace Orion
