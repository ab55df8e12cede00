#pragma once

#include <QFrame>

class QHBoxLayout;
class QLabel;
class QVBoxLayout;

namespace Orion
{

class Theme;

// A titled section on a surface of its own.
class Card : public QFrame
{
    Q_OBJECT

public:
    Card(Theme &theme, const QString &title, QWidget *parent = nullptr); // no title: only content

    void setTitle(const QString &title);
    void addToHeader(QWidget *widget);                    // at the right of the title
    QVBoxLayout *content() const { return m_content; }    // 16 px inside the frame
    void setContentMargins(int horizontal, int vertical); // 0 for a table

private:
    QLabel *m_title;
    QHBoxLayout *m_header;
    QVBoxLayout *m_content;
};

// A horizontal line of one pixel.
QFrame *separatorLine(QWidget *parent = nullptr);

} // namespace Orion
